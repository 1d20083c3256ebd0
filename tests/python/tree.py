"""JSON documents as trees of texts: each scalar and name keeps the spelling it was given, and
parts can be left out one by one."""


class Tree:
    """`"{"` with children (name, tree, may be dropped), `"["` the same without names, or the text
    of a scalar."""

    def __init__(self, text, children=()):
        self.text = text
        self.children = list(children)

    def with_children(self, children):
        """The same with other children."""
        return Tree(self.text, children)

    def render(self, space=""):
        """The document; `space` goes wherever space may be."""
        if self.text not in ("{", "["):
            return self.text
        parts = []
        for name, child, _ in self.children:
            start = f"{name}{space}:{space}" if self.text == "{" else ""
            parts.append(start + child.render(space))
        inside = f"{space},{space}".join(parts)
        return f"{self.text}{space}{inside}{space}{'}' if self.text == '{' else ']'}"

    def smaller(self):
        """The tree without each of its parts that can be dropped, the large parts first."""
        waiting = [(self, lambda tree: tree)]
        while waiting:
            tree, inside = waiting.pop(0)
            for index, (name, child, may_be_dropped) in enumerate(tree.children):
                before, after = tree.children[:index], tree.children[index + 1 :]
                if may_be_dropped:
                    yield inside(tree.with_children(before + after))

                def replaced(
                    new, tree=tree, inside=inside, place=(before, name, may_be_dropped, after)
                ):
                    before, name, may_be_dropped, after = place
                    return inside(
                        tree.with_children([*before, (name, new, may_be_dropped), *after])
                    )

                waiting.append((child, replaced))
