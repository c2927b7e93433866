//! The source of the library as a tree of modules, and whom a path in it names.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use std::{collections::BTreeMap, fs, path::Path, rc::Rc};
use syn::{Attribute, Ident, Item, ItemImpl, Type, UseTree, Visibility};

/// A module by the names that lead to it from the root.
pub(crate) type ModulePath = Vec<String>;

pub(crate) struct Module {
    pub(crate) path: ModulePath,
    pub(crate) items: Vec<Item>,
}

impl Module {
    pub(crate) fn child(&self, name: &Ident) -> ModulePath {
        self.path.iter().cloned().chain([name.to_string()]).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Module(ModulePath),
    /// A module, and the number of its item.
    Item(ModulePath, usize),
}

/// A name that a `use` brings, and the path that it stands for.
pub(crate) struct Used {
    pub(crate) name: String,
    pub(crate) path: Vec<String>,
}

pub(crate) struct Crate {
    pub(crate) modules: BTreeMap<ModulePath, Rc<Module>>,
}

impl Crate {
    pub(crate) fn read() -> Self {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut all = Self { modules: BTreeMap::new() };
        let root = syn::parse_file(&fs::read_to_string(src.join("lib.rs")).unwrap()).unwrap();
        all.add(&src, vec![], root.items);
        all
    }

    fn add(&mut self, src: &Path, path: ModulePath, items: Vec<Item>) {
        let items: Vec<Item> = items.into_iter().filter(|item| !is_of_tests(attributes(item))).collect();
        let module = Module { path: path.clone(), items };
        for item in &module.items {
            let Item::Mod(child) = item else { continue };
            let inner = module.child(&child.ident);
            let items = child.content.as_ref().map_or_else(
                || {
                    let folder = inner.iter().fold(src.to_path_buf(), |folder, name| folder.join(name));
                    let file = folder.with_extension("rs");
                    let file = if file.is_file() { file } else { folder.join("mod.rs") };
                    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                    syn::parse_file(&text).unwrap().items
                },
                |(_, items)| items.clone(),
            );
            self.add(src, inner, items);
        }
        self.modules.insert(path, Rc::new(module));
    }

    /// All that a path in a module names: a module and a function may have one name.
    pub(crate) fn find(&self, from: &Module, path: &[String], depth: usize) -> Vec<Target> {
        let (Some((first, rest)), true) = (path.split_first(), depth < 12) else { return vec![] };
        let start = match first.as_str() {
            "crate" => vec![Target::Module(vec![])],
            "self" => vec![Target::Module(from.path.clone())],
            "super" => vec![Target::Module(from.path[..from.path.len() - 1].to_vec())],
            name => self.named(from, name, depth + 1),
        };
        rest.iter().fold(start, |found, name| {
            let modules = found.iter().filter_map(|target| match target {
                Target::Module(path) => self.modules.get(path),
                Target::Item(..) => None,
            });
            modules
                .flat_map(|module| match name.as_str() {
                    "super" => vec![Target::Module(module.path[..module.path.len() - 1].to_vec())],
                    name => self.named(module, name, depth + 1),
                })
                .collect()
        })
    }

    /// What is called so in a module: its own, or what it uses.
    fn named(&self, module: &Module, name: &str, depth: usize) -> Vec<Target> {
        let mut found = Vec::new();
        for (number, item) in module.items.iter().enumerate() {
            match item {
                Item::Mod(child) if child.ident == name => found.push(Target::Module(module.child(&child.ident))),
                Item::Use(used) => {
                    for Used { name: own, path } in names(&used.tree) {
                        // A name that stands for itself is of another crate.
                        if own == name && path != [name] {
                            found.extend(self.find(module, &path, depth));
                        } else if own == "*" && depth < 12 {
                            let all = self.find(module, &path[..path.len() - 1], depth);
                            let others = all.iter().filter_map(|target| match target {
                                Target::Module(path) if *path != module.path => self.modules.get(path),
                                _ => None,
                            });
                            found.extend(others.flat_map(|other| self.named(other, name, depth + 1)));
                        }
                    }
                }
                _ if ident(item).is_some_and(|ident| ident == name) => {
                    found.push(Target::Item(module.path.clone(), number));
                }
                _ => {}
            }
        }
        found.dedup();
        found
    }

    /// The `impl` blocks of each item, wherever they stand. Those of types of other crates are left out.
    pub(crate) fn impls(&self) -> BTreeMap<Target, Vec<ItemImpl>> {
        let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for module in self.modules.values() {
            for item in &module.items {
                let Item::Impl(block) = item else { continue };
                let Type::Path(path) = &*block.self_ty else { continue };
                let path: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
                for target in self.find(module, &path, 0) {
                    found.entry(target).or_default().push(block.clone());
                }
            }
        }
        found
    }
}

/// The names that a `use` brings; `*` for all of a module.
pub(crate) fn names(tree: &UseTree) -> Vec<Used> {
    fn walk(tree: &UseTree, before: &[String], found: &mut Vec<Used>) {
        let path = |last: &Ident| before.iter().cloned().chain([last.to_string()]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(step) => walk(&step.tree, &path(&step.ident), found),
            UseTree::Group(group) => group.items.iter().for_each(|tree| walk(tree, before, found)),
            UseTree::Glob(_) => {
                found.push(Used { name: "*".into(), path: before.iter().cloned().chain(["*".into()]).collect() });
            }
            UseTree::Name(name) if name.ident == "self" => {
                found.push(Used { name: before.last().cloned().unwrap_or_default(), path: before.to_vec() });
            }
            UseTree::Name(name) => found.push(Used { name: name.ident.to_string(), path: path(&name.ident) }),
            UseTree::Rename(rename) => {
                found.push(Used { name: rename.rename.to_string(), path: path(&rename.ident) });
            }
        }
    }
    let mut found = Vec::new();
    walk(tree, &[], &mut found);
    found
}

pub(crate) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_of_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && matches!(&*attribute.to_token_stream().to_string().replace(' ', ""), "#[cfg(test)]" | "#[cfg(doctest)]")
    })
}

macro_rules! of_items {
    ($item:expr, $none:expr, $of:ident => $what:expr) => {
        match $item {
            Item::Const($of) => $what,
            Item::Enum($of) => $what,
            Item::Mod($of) => $what,
            Item::Static($of) => $what,
            Item::Struct($of) => $what,
            Item::Trait($of) => $what,
            Item::Type($of) => $what,
            Item::Union($of) => $what,
            _ => $none,
        }
    };
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Fn(of) => &of.attrs,
        Item::Impl(of) => &of.attrs,
        Item::Use(of) => &of.attrs,
        _ => of_items!(item, &[], of => &of.attrs),
    }
}

pub(crate) fn visibility(item: &Item) -> &Visibility {
    match item {
        Item::Fn(of) => &of.vis,
        Item::Use(of) => &of.vis,
        _ => of_items!(item, &Visibility::Inherited, of => &of.vis),
    }
}

/// What an item is called; of modules, see `Item::Mod`.
pub(crate) fn ident(item: &Item) -> Option<&Ident> {
    match item {
        Item::Fn(of) => Some(&of.sig.ident),
        Item::Mod(_) => None,
        _ => of_items!(item, None, of => Some(&of.ident)),
    }
}

/// The head of an item: without its body, documentation and value.
pub(crate) fn head(item: &Item) -> String {
    let derived =
        attributes(item).iter().filter(|of| of.path().is_ident("derive") || of.path().is_ident("non_exhaustive"));
    let derived: String = derived.map(|attribute| written(attribute) + " ").collect();
    let head = match item {
        Item::Const(of) => format!("const {}", written(&of.ty)),
        Item::Static(of) => format!("static {}", written(&of.ty)),
        Item::Type(of) => format!("type{} = {}", written(&of.generics), written(&of.ty)),
        Item::Fn(of) => written(&of.sig),
        Item::Enum(of) => format!("enum{} {}", written(&of.generics), written(&of.generics.where_clause)),
        Item::Struct(of) => format!("struct{} {}", written(&of.generics), written(&of.generics.where_clause)),
        Item::Union(of) => format!("union{}", written(&of.generics)),
        Item::Trait(of) => format!("trait{}: {}", written(&of.generics), written(&of.supertraits)),
        _ => String::new(),
    };
    format!("{} {derived}", head.trim_end_matches([' ', ':'])).trim_end().to_owned()
}

/// Code on one line, with spaces where people write them.
pub(crate) fn written(code: &impl ToTokens) -> String {
    let mut tokens = Vec::new();
    flatten(code.to_token_stream(), &mut tokens);
    let mut out = String::new();
    let mut before: Option<&str> = None;
    for (at, token) in tokens.iter().enumerate() {
        let is_last_comma = token == "," && tokens.get(at + 1).is_some_and(|next| matches!(next.as_str(), ")" | ">"));
        if is_last_comma {
            continue;
        }
        if before.is_some_and(|before| is_apart(before, token)) {
            out.push(' ');
        }
        out += token;
        before = Some(token);
    }
    out
}

/// Tokens with brackets; marks that belong together (`::`, `->`, `'a`) are one.
fn flatten(stream: TokenStream, tokens: &mut Vec<String>) {
    let mut joint = false;
    for token in stream {
        let joins = std::mem::take(&mut joint);
        let text = match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                tokens.push(open.to_owned());
                flatten(group.stream(), tokens);
                close.to_owned()
            }
            TokenTree::Punct(mark) => {
                joint = mark.spacing() == Spacing::Joint && matches!(mark.as_char(), ':' | '-' | '\'' | '.');
                mark.to_string()
            }
            other => other.to_string(),
        };
        match tokens.last_mut().filter(|_| joins) {
            Some(last) => *last += &text,
            None => tokens.push(text),
        }
    }
}

fn is_apart(before: &str, next: &str) -> bool {
    let is_word = |text: &str| text.starts_with(|first: char| first.is_alphanumeric() || first == '_');
    match (before, next) {
        ("->" | "=" | "+" | "," | ";" | ":", _) | (_, "->" | "=" | "+") => true,
        (_, "," | ";" | ":" | "::" | ")" | "]" | ">" | "." | "")
        | ("(" | "[" | "<" | "&" | "::" | "#" | "?" | "", _) => false,
        ("mut" | "dyn" | "impl", "(") => true,
        (_, "(" | "<") => false,
        (before, "[") => is_word(before) || before.starts_with('\''),
        _ => true,
    }
}
