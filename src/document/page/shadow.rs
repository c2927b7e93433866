//! Shadow roots that a page declares: `<template shadowrootmode="open">` in an element is what that element shows.
//!
//! What stands beside the template in its host goes into the `<slot>` of its name, instead of what the slot holds:
//! `<x-a><template shadowrootmode=open>a <slot>b</slot></template>c</x-a>` reads `a c`. The template stays an element, which
//! the walk sees. What no slot asks for stays where it is, though browsers hide it.

use super::tree::{Element, Node, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

/// Whether an element is a template that declares a shadow root; `shadowroot` is how it was first called.
pub(super) fn is_root(element: &Element) -> bool {
    let is_mode = |mode: &str| matches!(mode, "open" | "closed");
    element.name() == "template"
        && ["shadowrootmode", "shadowroot"].iter().any(|name| element.attr(name).is_some_and(is_mode))
}

/// Puts what stands beside the templates into their slots.
pub(super) fn compose(tree: &mut Tree) {
    let is = |node: &Node<'_>| node.element().is_some_and(is_root);
    let roots: Vec<u32> = tree.root().descendants().filter(is).map(Node::id).collect();
    for root in roots {
        let slots = slots(tree.node(root));
        let Some(host) = tree.node(root).parent().filter(|_| !slots.is_empty()) else { continue };
        let (mut moves, mut asked) = (Vec::new(), FxHashSet::default());
        for child in host.children().filter(|child| child.id() != root) {
            let name = match (child.element(), child.text()) {
                (Some(element), _) => element.attr("slot").unwrap_or_default(),
                (None, Some(_)) => "",
                (None, None) => continue,
            };
            let Some(&slot) = slots.get(name) else { continue };
            moves.push((child.id(), slot));
            // White space alone leaves a slot what it holds.
            if child.text().is_none_or(|text| !text.trim().is_empty()) {
                asked.insert(slot);
            }
        }
        let held = asked.iter().flat_map(|&slot| tree.node(slot).children().map(Node::id).collect::<Vec<_>>());
        let held: Vec<u32> = held.collect();
        held.into_iter().for_each(|child| tree.detach(child));
        moves.into_iter().for_each(|(child, slot)| tree.append(slot, child));
    }
}

/// The first slot of each name in a shadow root; those of roots in it are theirs.
fn slots(root: Node<'_>) -> FxHashMap<String, u32> {
    let mut slots = FxHashMap::default();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        for child in node.children() {
            match child.element() {
                Some(element) if is_root(element) => continue,
                Some(element) if element.name() == "slot" => {
                    slots.entry(element.attr("name").unwrap_or_default().to_owned()).or_insert(child.id());
                }
                _ => {}
            }
            open.push(child);
        }
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::super::text;

    #[test]
    fn a_declared_shadow_root_is_what_its_host_shows() {
        for (html, want) in [
            ("<x-a><template shadowrootmode=open><p>a</p></template></x-a><p>b", "a\nb"),
            ("<x-a><template shadowroot=closed><p>a</p></template></x-a>", "a"),
            ("<x-a><template><p>a</p></template></x-a><p>b", "b"),
            ("<x-a><template shadowrootmode=open>a <slot>b</slot> d</template>c</x-a>", "a c d"),
            ("<x-a><template shadowrootmode=open>a <slot>b</slot></template>\n</x-a>", "a b"),
            (
                "<x-a><template shadowrootmode=open><h2><slot name=t></slot></h2><slot></slot></template><p>c</p><i slot=t>b</i></x-a>",
                "b\nc",
            ),
            (
                "<x-a><template shadowrootmode=open><x-b><template shadowrootmode=open>1 <slot></slot></template>2 <slot></slot></x-b></template>3</x-a>",
                "1 2 3",
            ),
        ] {
            assert_eq!(text(html), want, "{html}");
        }
    }
}
