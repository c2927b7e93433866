//! What of the library others can call, line by line: `tests/snapshots/public_api.snap`. A change of it is a change for them, so it
//! is looked at, and told in CHANGELOG.md.
//!
//!     cargo insta test --accept --test sarand -- public_api::    # with cargo-insta; `cargo insta review` shows the difference
//!     INSTA_UPDATE=always cargo test --test sarand public_api::  # without it
//!
//! The source is read, not compiled: all features are on, and what a macro writes is not seen.

use crate::common::source::{self, Crate, Module, Target, is_public};
use std::collections::{BTreeMap, BTreeSet};
use syn::{Fields, ImplItem, Item, ItemImpl, TraitItem, Visibility};

#[test]
fn public_api() {
    let lines = Listing::new().lines;
    assert!(lines.len() > 300, "{} lines", lines.len());
    let text = lines.into_iter().collect::<Vec<_>>().join("\n");
    let mut settings = insta::Settings::new();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("public_api", text));
}

/// The public items by the path under which they can be called; an item that has two has two lines.
struct Listing {
    all: Crate,
    impls: BTreeMap<Target, Vec<ItemImpl>>,
    lines: BTreeSet<String>,
}

impl Listing {
    fn new() -> Self {
        let all = Crate::read();
        let mut listing = Self { impls: all.impls(), all, lines: BTreeSet::new() };
        let root = listing.all.modules[&Vec::new()].clone();
        listing.module(&root, "sarand", 0);
        listing
    }

    fn add(&mut self, name: &str, what: impl AsRef<str>) {
        self.lines.insert(format!("{name}: {}", what.as_ref()));
    }

    /// What a module shows. How deep it stands is asked since modules may show each other in a circle.
    fn module(&mut self, module: &Module, name: &str, depth: usize) {
        assert!(depth < 12, "{name}");
        for (number, item) in module.items.iter().enumerate().filter(|(_, item)| is_public(source::visibility(item))) {
            match item {
                Item::Mod(child) => {
                    let inner = self.all.modules[&module.child(&child.ident)].clone();
                    self.module(&inner, &format!("{name}::{}", child.ident), depth + 1);
                }
                Item::Use(shown) => {
                    for used in source::names(&shown.tree) {
                        let targets = self.all.find(module, &used.path, 0);
                        if targets.is_empty() {
                            self.add(name, format!("pub use {}", used.path.join("::")));
                        }
                        for target in targets {
                            self.target(&target, &format!("{name}::{}", used.name), depth);
                        }
                    }
                }
                _ => self.item(module, number, name),
            }
        }
    }

    fn target(&mut self, target: &Target, name: &str, depth: usize) {
        match target {
            Target::Module(path) => {
                let module = self.all.modules[path].clone();
                self.module(&module, name, depth + 1);
            }
            Target::Item(path, number) => {
                let module = self.all.modules[path].clone();
                let parent = name.rsplit_once("::").unwrap().0;
                self.item(&module, *number, parent);
            }
        }
    }

    /// An item, with its fields, variants and methods.
    fn item(&mut self, module: &Module, number: usize, parent: &str) {
        let item = &module.items[number];
        let Some(ident) = source::ident(item) else { return };
        let name = format!("{parent}::{ident}");
        self.add(&name, source::head(item));
        match item {
            Item::Struct(of) => self.fields(&name, &of.fields, false),
            Item::Enum(of) => {
                for variant in &of.variants {
                    let name = format!("{name}::{}", variant.ident);
                    self.add(&name, "variant");
                    self.fields(&name, &variant.fields, true);
                }
            }
            Item::Trait(of) => {
                for inner in &of.items {
                    let (inner_name, head) = match inner {
                        TraitItem::Fn(of) => (&of.sig.ident, source::written(&of.sig)),
                        TraitItem::Const(of) => (&of.ident, source::written(&of.ty)),
                        TraitItem::Type(of) => (&of.ident, "type".to_owned()),
                        _ => continue,
                    };
                    self.add(&format!("{name}::{inner_name}"), head);
                }
            }
            _ => return,
        }
        for found in self.impls.get(&Target::Item(module.path.clone(), number)).cloned().unwrap_or_default() {
            match &found.trait_ {
                Some((_, of, _)) => {
                    self.add(&name, format!("impl{} {}", source::written(&found.generics), source::written(of)))
                }
                None => self.methods(&name, &found.items),
            }
        }
    }

    fn fields(&mut self, name: &str, fields: &Fields, all: bool) {
        for (at, field) in fields.iter().enumerate().filter(|(_, field)| all || is_public(&field.vis)) {
            let field_name = field.ident.as_ref().map_or_else(|| at.to_string(), ToString::to_string);
            self.add(&format!("{name}.{field_name}"), source::written(&field.ty));
        }
    }

    fn methods(&mut self, name: &str, items: &[ImplItem]) {
        for item in items {
            let (vis, ident, head): (&Visibility, _, _) = match item {
                ImplItem::Fn(of) => (&of.vis, &of.sig.ident, source::written(&of.sig)),
                ImplItem::Const(of) => (&of.vis, &of.ident, format!("const {}", source::written(&of.ty))),
                _ => continue,
            };
            if is_public(vis) {
                self.add(&format!("{name}::{ident}"), head);
            }
        }
    }
}
