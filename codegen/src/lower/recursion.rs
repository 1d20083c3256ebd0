//! Types that contain themselves: which members need a `Box`.
//!
//! Every member inside a cycle is boxed, not just enough of them to break it: a smallest set would
//! change with unrelated changes of the model. Lists and maps allocate anyway, so they end a cycle
//! by themselves.

use std::collections::HashMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::model::{Kind, Model};
use crate::select::Selection;

/// The cycles of a model, by shape.
pub(super) struct Recursion<'m> {
    /// The number of the cycle a shape is in.
    cycles: HashMap<&'m str, usize>,
}

impl<'m> Recursion<'m> {
    /// Finds the strongly connected components of structures and unions.
    pub(super) fn find(model: &'m Model, selection: &Selection<'m>) -> Self {
        let mut graph = DiGraph::<&str, ()>::new();
        let nodes: HashMap<&str, _> = selection
            .shapes
            .iter()
            .map(|&name| (name, graph.add_node(name)))
            .collect();
        let is_inline = |name: &str| {
            matches!(
                &model.shapes[name].kind,
                Kind::Structure(_) | Kind::Union(_)
            )
        };
        let mut own_cycle = Vec::new();
        for &name in selection.shapes.iter().filter(|name| is_inline(name)) {
            let members = model.shapes[name].structure().into_iter();
            for member in members.flat_map(|structure| structure.members.values()) {
                if is_inline(&member.target) {
                    graph.add_edge(nodes[name], nodes[member.target.as_str()], ());
                    if member.target == name {
                        own_cycle.push(name);
                    }
                }
            }
        }
        let components = kosaraju_scc(&graph);
        let cycles = components
            .iter()
            .enumerate()
            .filter(|(_, component)| component.len() > 1)
            .flat_map(|(number, component)| component.iter().map(move |&node| (node, number)))
            .map(|(node, number)| (graph[node], number))
            // A shape that refers to itself is a cycle of its own.
            .chain(
                own_cycle
                    .iter()
                    .enumerate()
                    .map(|(number, &name)| (name, components.len() + number)),
            )
            .collect::<Vec<_>>();
        // A shape in a larger cycle that also refers to itself stays in the larger one.
        let mut by_shape = HashMap::new();
        for (name, number) in cycles {
            by_shape.entry(name).or_insert(number);
        }
        Self { cycles: by_shape }
    }

    /// Whether a member of `shape` that targets `target` leads back to `shape`.
    pub(super) fn is_recursive(&self, shape: &str, target: &str) -> bool {
        match (self.cycles.get(shape), self.cycles.get(target)) {
            (Some(a), Some(b)) => a == b,
            _ => false,
        }
    }
}
