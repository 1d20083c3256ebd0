//! Types that contain themselves: which members need a `Box`.
//!
//! Every member inside a cycle is boxed, not just enough of them to break it: a smallest set would
//! change with unrelated changes of the model. Lists and maps allocate anyway, so they end a cycle.

use crate::model::{Kind, Model};
use crate::select::Selection;

/// The cycles among the selected structures and unions.
pub(super) struct Recursion<'m> {
    selection: &'m Selection<'m>,
    /// The strongly connected component of each selected shape.
    components: Vec<usize>,
}

impl<'m> Recursion<'m> {
    pub(super) fn find(model: &Model, selection: &'m Selection<'m>) -> Self {
        let inline = |name: &str| match &model.shapes[name].kind {
            Kind::Structure(it) | Kind::Union(it) => Some(it),
            _ => None,
        };
        let targets = selection.shapes.iter().map(|name| {
            let members = inline(name).into_iter().flat_map(|it| it.members.values());
            members
                .filter(|member| inline(&member.target).is_some())
                .filter_map(|member| selection.shapes.get_index_of(member.target.as_str()))
                .collect()
        });
        Self {
            selection,
            components: components(&targets.collect::<Vec<_>>()),
        }
    }

    /// Whether a member of `shape` that targets `target` leads back to `shape`.
    pub(super) fn is_recursive(&self, shape: &str, target: &str) -> bool {
        let component = |name| Some(self.components[self.selection.shapes.get_index_of(name)?]);
        component(shape) == component(target)
    }
}

/// The component of each node of a graph (Kosaraju's algorithm, without recursion).
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut reversed = vec![Vec::new(); edges.len()];
    for (node, targets) in edges.iter().enumerate() {
        for &target in targets {
            reversed[target].push(node);
        }
    }
    let mut components = vec![usize::MAX; edges.len()];
    for &root in postorder(edges).iter().rev() {
        let mut next = vec![root];
        while let Some(node) = next.pop() {
            if components[node] == usize::MAX {
                components[node] = root;
                next.extend(&reversed[node]);
            }
        }
    }
    components
}

/// The nodes in the order in which a depth-first search leaves them.
fn postorder(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(edges.len());
    let mut seen = vec![false; edges.len()];
    let mut path = Vec::new();
    for root in 0..edges.len() {
        path.push((root, 0));
        while let Some((node, index)) = path.pop() {
            // A node that is entered for the second time has been searched already.
            if index == 0 && std::mem::replace(&mut seen[node], true) {
                continue;
            }
            match edges[node].get(index) {
                Some(&target) => path.extend([(node, index + 1), (target, 0)]),
                None => order.push(node),
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_of_a_cycle_share_a_component() {
        // 0 → 1 ⇄ 2 → 3 → 3, and 4 on its own
        let found = components(&[vec![1], vec![2], vec![1, 3], vec![3], vec![]]);
        assert_eq!(found[1], found[2]);
        let distinct: std::collections::HashSet<_> = found.iter().collect();
        assert_eq!(distinct.len(), 4);
    }
}
