//! The tree of a page: its nodes in one array, linked by their places in it.
//!
//! `<p>a<b>c</b></p>` is an element with a text and an element, which has a text. [`Node`] is a place in a tree and steps
//! from node to node without recursion; [`Sink`] is what html5ever's tree builder builds it with. Comments and doctypes are
//! there, since they stand between texts and elements, but say nothing; what is in a `<template>` stands under a node
//! of its own in it.
//!
//! Does not know what elements mean, nor how a page is cut into tags.

use html5ever::{
    Attribute, QualName, expanded_name, local_name, ns,
    tendril::StrTendril,
    tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink},
};
use std::{
    borrow::Cow,
    cell::{Ref, RefCell},
    iter,
};

/// No node.
const NONE: u32 = u32::MAX;

/// What stands at a node.
#[derive(Debug)]
enum Value {
    Element(Element),
    Text(StrTendril),
    /// The document, comments, doctypes, what a template holds.
    Other,
}

#[derive(Debug)]
struct Linked {
    value: Value,
    parent: u32,
    before: u32,
    after: u32,
    first: u32,
    last: u32,
}

/// A tree; its document is node 0.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Linked>,
}

impl Tree {
    fn with_room(nodes: usize) -> Self {
        let mut tree = Self { nodes: Vec::with_capacity(nodes) };
        tree.add(Value::Other);
        tree
    }

    /// The document.
    pub(crate) fn root(&self) -> Node<'_> {
        Node { tree: self, id: 0 }
    }

    /// The node with this number; numbers that no node has give the document.
    pub(crate) fn node(&self, id: u32) -> Node<'_> {
        Node { tree: self, id: if (id as usize) < self.nodes.len() { id } else { 0 } }
    }

    /// How many nodes were made.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The node made last.
    pub(crate) fn newest(&self) -> Node<'_> {
        self.node(self.nodes.len() as u32 - 1)
    }

    fn add(&mut self, value: Value) -> u32 {
        let id = self.nodes.len() as u32;
        self.nodes.push(Linked { value, parent: NONE, before: NONE, after: NONE, first: NONE, last: NONE });
        id
    }

    fn at(&mut self, id: u32) -> &mut Linked {
        &mut self.nodes[id as usize]
    }

    pub(crate) fn detach(&mut self, id: u32) {
        let Linked { parent, before, after, .. } = self.nodes[id as usize];
        if parent == NONE {
            return;
        }
        match before {
            NONE => self.at(parent).first = after,
            before => self.at(before).after = after,
        }
        match after {
            NONE => self.at(parent).last = before,
            after => self.at(after).before = before,
        }
        let node = self.at(id);
        (node.parent, node.before, node.after) = (NONE, NONE, NONE);
    }

    pub(crate) fn append(&mut self, parent: u32, child: u32) {
        self.detach(child);
        let before = std::mem::replace(&mut self.at(parent).last, child);
        match before {
            NONE => self.at(parent).first = child,
            before => self.at(before).after = child,
        }
        let node = self.at(child);
        (node.parent, node.before) = (parent, before);
    }

    fn insert_before(&mut self, after: u32, child: u32) {
        self.detach(child);
        let parent = self.nodes[after as usize].parent;
        let before = std::mem::replace(&mut self.at(after).before, child);
        match before {
            NONE => self.at(parent).first = child,
            before => self.at(before).after = child,
        }
        let node = self.at(child);
        (node.parent, node.before, node.after) = (parent, before, after);
    }

    /// Adds to a text, when `id` is one.
    fn extend_text(&mut self, id: u32, text: &StrTendril) -> bool {
        match self.nodes.get_mut(id as usize) {
            Some(Linked { value: Value::Text(before), .. }) => {
                before.push_tendril(text);
                true
            }
            _ => false,
        }
    }
}

/// An element: its name and attributes.
#[derive(Debug)]
pub(crate) struct Element {
    /// The name.
    pub(crate) name: QualName,
    /// In the order of the page, each name once.
    pub(crate) attributes: Vec<Attribute>,
}

impl Element {
    /// Its tag, in lower case.
    pub(crate) fn name(&self) -> &str {
        &self.name.local
    }

    /// The value of an attribute.
    pub(crate) fn attr(&self, name: &str) -> Option<&str> {
        let is = |attribute: &&Attribute| &*attribute.name.local == name && attribute.name.ns == ns!();
        self.attributes.iter().find(is).map(|attribute| &*attribute.value)
    }

    /// Names and values of all attributes.
    pub(crate) fn attrs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|attribute| (&*attribute.name.local, &*attribute.value))
    }

    /// Its classes as they stand in the page.
    pub(crate) fn classes(&self) -> impl Iterator<Item = &str> {
        self.attr("class").unwrap_or_default().split_ascii_whitespace()
    }
}

/// A place in a tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'t> {
    tree: &'t Tree,
    id: u32,
}

impl<'t> Node<'t> {
    fn linked(self) -> &'t Linked {
        &self.tree.nodes[self.id as usize]
    }

    fn step(self, id: u32) -> Option<Self> {
        (id != NONE).then_some(Self { id, ..self })
    }

    /// Its number in the tree.
    pub(crate) fn id(self) -> u32 {
        self.id
    }

    /// The element that it is.
    pub(crate) fn element(self) -> Option<&'t Element> {
        match &self.linked().value {
            Value::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The text that it is.
    pub(crate) fn text(self) -> Option<&'t str> {
        match &self.linked().value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn parent(self) -> Option<Self> {
        self.step(self.linked().parent)
    }

    pub(crate) fn first_child(self) -> Option<Self> {
        self.step(self.linked().first)
    }

    pub(crate) fn before(self) -> Option<Self> {
        self.step(self.linked().before)
    }

    pub(crate) fn after(self) -> Option<Self> {
        self.step(self.linked().after)
    }

    pub(crate) fn children(self) -> impl Iterator<Item = Self> {
        iter::successors(self.first_child(), |child| child.after())
    }

    /// What it stands in, innermost first.
    pub(crate) fn ancestors(self) -> impl Iterator<Item = Self> {
        iter::successors(self.parent(), |node| node.parent())
    }

    /// Itself and all that is in it, in the order of the page.
    pub(crate) fn descendants(self) -> impl Iterator<Item = Self> {
        let past = move |node: Self| {
            let mut at = node;
            while at.id != self.id {
                if let Some(after) = at.after() {
                    return Some(after);
                }
                at = at.parent()?;
            }
            None
        };
        iter::successors(Some(self), move |&node| node.first_child().or_else(|| past(node)))
    }
}

/// A tree that html5ever's tree builder builds.
#[derive(Debug)]
pub(crate) struct Sink(RefCell<Tree>);

impl Sink {
    /// An empty tree with room for so many nodes.
    pub(crate) fn with_room(nodes: usize) -> Self {
        Self(RefCell::new(Tree::with_room(nodes)))
    }

    /// The tree so far.
    pub(crate) fn tree(&self) -> Ref<'_, Tree> {
        self.0.borrow()
    }
}

// The tree builder hands over only numbers that it was given, and asks for names of elements alone.
impl TreeSink for Sink {
    type Handle = u32;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.0.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> u32 {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Ref<'a, QualName> {
        const NO_ELEMENT: &QualName = &QualName { prefix: None, ns: ns!(), local: local_name!("") };
        Ref::map(self.0.borrow(), |tree| tree.node(*target).element().map_or(NO_ELEMENT, |element| &element.name))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> u32 {
        let mut tree = self.0.borrow_mut();
        let is_template = name.expanded() == expanded_name!(html "template");
        let id = tree.add(Value::Element(Element { name, attributes }));
        if is_template {
            let content = tree.add(Value::Other);
            tree.append(id, content);
        }
        id
    }

    fn create_comment(&self, _text: StrTendril) -> u32 {
        self.0.borrow_mut().add(Value::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> u32 {
        self.0.borrow_mut().add(Value::Other)
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {
        let mut tree = self.0.borrow_mut();
        let doctype = tree.add(Value::Other);
        tree.append(0, doctype);
    }

    fn append(&self, &parent: &u32, child: NodeOrText<u32>) {
        let mut tree = self.0.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => tree.append(parent, child),
            NodeOrText::AppendText(text) => {
                let last = tree.at(parent).last;
                if !tree.extend_text(last, &text) {
                    let text = tree.add(Value::Text(text));
                    tree.append(parent, text);
                }
            }
        }
    }

    fn append_before_sibling(&self, &sibling: &u32, child: NodeOrText<u32>) {
        let mut tree = self.0.borrow_mut();
        if let NodeOrText::AppendNode(child) = child {
            tree.detach(child);
        }
        let Linked { parent, before, .. } = *tree.at(sibling);
        match child {
            _ if parent == NONE => {}
            NodeOrText::AppendNode(child) => tree.insert_before(sibling, child),
            NodeOrText::AppendText(text) => {
                if !tree.extend_text(before, &text) {
                    let text = tree.add(Value::Text(text));
                    tree.insert_before(sibling, text);
                }
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &u32, before: &u32, child: NodeOrText<u32>) {
        let has_parent = self.0.borrow().node(*element).parent().is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(before, child) }
    }

    fn get_template_contents(&self, &target: &u32) -> u32 {
        self.0.borrow().node(target).first_child().map_or(target, Node::id)
    }

    fn same_node(&self, a: &u32, b: &u32) -> bool {
        a == b
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn add_attrs_if_missing(&self, &target: &u32, attributes: Vec<Attribute>) {
        let mut tree = self.0.borrow_mut();
        if let Value::Element(element) = &mut tree.at(target).value {
            for attribute in attributes {
                if element.attributes.iter().all(|known| known.name != attribute.name) {
                    element.attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, &target: &u32) {
        self.0.borrow_mut().detach(target);
    }

    fn reparent_children(&self, &node: &u32, &parent: &u32) {
        let mut tree = self.0.borrow_mut();
        while let child = tree.at(node).first
            && child != NONE
        {
            tree.append(parent, child);
        }
    }
}
