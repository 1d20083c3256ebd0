"""Which members of the structures below a shape have been sent."""

from neutral import UNKNOWN_UNION_MEMBER, is_document


class Coverage:
    """The members of all structures that can be reached from a shape."""

    def __init__(self, shape):
        # Of each shape by its name: the members (structure, member) in and below it.
        self.below = {}
        # Members that were made, which steers what is made next, and members that were sent.
        self.unmade = set()
        self.sent = set()
        if shape is not None:
            edges, own = {}, {}
            _collect(shape, edges, own)
            for name in edges:
                reached = _reached(name, edges)
                self.below[name] = frozenset().union(*(own[other] for other in reached))
            self.unmade = set(self.below[shape.name])
        self.all = frozenset(self.unmade)

    def wants(self, shape):
        """Whether a member in or below the shape was never made."""
        return bool(self.unmade) and not self.unmade.isdisjoint(self.below[shape.name])

    def wants_member(self, structure, name):
        return (structure.name, name) in self.unmade or self.wants(structure.members[name])

    def made(self, structure, name):
        self.unmade.discard((structure.name, name))

    def note(self, shape, value):
        """Notes the members that are set in a value in the neutral form."""
        if value is None or len(self.sent) == len(self.all) or is_document(shape):
            return
        if shape.type_name == "structure" and UNKNOWN_UNION_MEMBER not in value:
            for name, item in value.items():
                self.sent.add((shape.name, name))
                self.note(shape.members[name], item)
        elif shape.type_name == "list":
            for item in value:
                self.note(shape.member, item)
        elif shape.type_name == "map":
            for item in value.values():
                self.note(shape.value, item)


def has_values(shape):
    """False for a union without members."""
    return bool(shape.members) if getattr(shape, "is_tagged_union", False) else True


def _collect(shape, edges, own):
    if shape.name in edges:
        return
    children = []
    own[shape.name] = frozenset()
    if shape.type_name == "structure" and not is_document(shape):
        own[shape.name] = frozenset(
            (shape.name, name) for name, member in shape.members.items() if has_values(member)
        )
        children = list(shape.members.values())
    elif shape.type_name == "list":
        children = [shape.member]
    elif shape.type_name == "map":
        children = [shape.value]
    edges[shape.name] = [child.name for child in children]
    for child in children:
        _collect(child, edges, own)


def _reached(name, edges):
    reached, waiting = set(), [name]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(edges[name])
    return reached
