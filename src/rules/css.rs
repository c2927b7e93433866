//! CSS selectors on the tree of a page.
//!
//! `scraper` reads a selector, so that rules mean what they mean there, and the crate `selectors` matches it: all that it
//! has to know of an element is told here. States of a browser (`:hover`) and pseudo-elements match nothing.

use crate::document::page::{Element, Node};
use html5ever::{Namespace, ns};
use scraper::{
    error::SelectorErrorKind,
    selector::{CssLocalName, CssString, NonTSPseudoClass, Parser, PseudoElement, Simple},
};
use selectors::{
    OpaqueElement,
    attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint},
    bloom::BloomFilter,
    matching::{
        ElementSelectorFlags, MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode,
        SelectorCaches, matches_selector_list,
    },
    parser::{ParseRelative, SelectorList, SelectorParseErrorKind},
};

/// A selector, or several parted by commas.
#[derive(Debug)]
pub(super) struct Css(SelectorList<Simple>);

impl Css {
    pub(super) fn parse(css: &str) -> Result<Self, SelectorErrorKind> {
        Ok(Self(SelectorList::parse(&Parser, &mut cssparser::Parser::new(css), ParseRelative::No)?))
    }

    /// Why `css` is no selector, in words; `None` when it is one.
    pub(super) fn refusal(css: &str) -> Option<&'static str> {
        Self::parse(css).err().as_ref().map(describe_error)
    }

    /// Whether it chooses this element.
    pub(super) fn matches(&self, node: Node<'_>) -> bool {
        let mut caches = SelectorCaches::default();
        let mut context = MatchingContext::new(
            MatchingMode::Normal,
            None,
            &mut caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        ElementRef::of(node).is_some_and(|place| matches_selector_list(&self.0, &place, &mut context))
    }
}

/// What is wrong with a selector.
pub(super) fn describe_error(error: &SelectorErrorKind) -> &'static str {
    use SelectorErrorKind as Kind;
    use SelectorParseErrorKind as Bad;
    match error {
        Kind::UnexpectedToken => "a character is not allowed here",
        Kind::EndOfLine => "it ends too early, for example because of a bracket that is not closed",
        Kind::InvalidAtRule | Kind::InvalidAtRuleBody => "it is an @-rule",
        Kind::QualRuleInvalid => "it is a rule of a style sheet, not a selector",
        Kind::TooManyNestedBlocks => "its brackets nest too deep",
        Kind::ExpectedColonOnPseudoElement | Kind::ExpectedIdentityOnPseudoElement => "a name is missing after `:`",
        Kind::UnexpectedSelectorParseError(bad) => match bad {
            Bad::EmptySelector => "a part of it is empty: an element, .class, #id or [attribute] is missing",
            Bad::DanglingCombinator => "nothing is on one side of `>`, `+`, `~` or a space",
            Bad::ClassNeedsIdent => "a dot must be followed by the name of a class",
            Bad::NoIdentForPseudo | Bad::PseudoElementExpectedColon | Bad::PseudoElementExpectedIdent => {
                "a name is missing after `:`"
            }
            Bad::UnsupportedPseudoClassOrElement => {
                "it needs what only a browser knows (`:hover`, `::before`), or an unknown `:name`"
            }
            Bad::NoQualifiedNameInAttributeSelector | Bad::InvalidQualNameInAttr => {
                "the brackets need the name of an attribute"
            }
            Bad::UnexpectedTokenInAttributeSelector | Bad::ExpectedBarInAttr => {
                "the brackets must be [name], [name=value] or [name*=value]"
            }
            Bad::BadValueInAttr => "the value in the brackets needs quotes",
            Bad::ExpectedNamespace | Bad::ExplicitNamespaceUnexpectedToken => "namespaces (`a|b`) are not supported",
            Bad::UnexpectedIdent => "a name is not allowed here",
            Bad::NonCompoundSelector
            | Bad::NonPseudoElementAfterSlotted
            | Bad::InvalidPseudoElementAfterSlotted
            | Bad::InvalidPseudoElementInsideWhere
            | Bad::InvalidState => "its parts cannot follow each other like this",
        },
    }
}

/// An element and where it stands.
#[derive(Clone, Copy, Debug)]
struct ElementRef<'t> {
    node: Node<'t>,
    element: &'t Element,
}

impl<'t> ElementRef<'t> {
    fn of(node: Node<'t>) -> Option<Self> {
        node.element().map(|element| Self { node, element })
    }
}

impl selectors::Element for ElementRef<'_> {
    type Impl = Simple;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.element)
    }

    fn parent_element(&self) -> Option<Self> {
        self.node.parent().and_then(Self::of)
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        std::iter::successors(self.node.before(), |node| node.before()).find_map(Self::of)
    }

    fn next_sibling_element(&self) -> Option<Self> {
        std::iter::successors(self.node.after(), |node| node.after()).find_map(Self::of)
    }

    fn first_element_child(&self) -> Option<Self> {
        self.node.children().find_map(Self::of)
    }

    fn is_html_element_in_html_document(&self) -> bool {
        self.element.name.ns == ns!(html)
    }

    fn has_local_name(&self, name: &CssLocalName) -> bool {
        self.element.name.local == name.0
    }

    fn has_namespace(&self, namespace: &Namespace) -> bool {
        self.element.name.ns == *namespace
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.element.name == other.element.name
    }

    fn attr_matches(
        &self,
        namespace: &NamespaceConstraint<&Namespace>,
        name: &CssLocalName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        self.element.attributes.iter().any(|attribute| {
            !matches!(namespace, NamespaceConstraint::Specific(wanted) if **wanted != attribute.name.ns)
                && attribute.name.local == name.0
                && operation.eval_str(&attribute.value)
        })
    }

    fn match_non_ts_pseudo_class(&self, _class: &NonTSPseudoClass, _context: &mut MatchingContext<'_, Simple>) -> bool {
        false
    }

    fn match_pseudo_element(&self, _element: &PseudoElement, _context: &mut MatchingContext<'_, Simple>) -> bool {
        false
    }

    fn apply_selector_flags(&self, _flags: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        self.element.name() == "link"
    }

    fn is_html_slot_element(&self) -> bool {
        true
    }

    fn has_id(&self, id: &CssLocalName, case: CaseSensitivity) -> bool {
        self.element.attr("id").is_some_and(|known| case.eq(id.0.as_bytes(), known.as_bytes()))
    }

    fn has_class(&self, class: &CssLocalName, case: CaseSensitivity) -> bool {
        self.element.classes().any(|known| case.eq(class.0.as_bytes(), known.as_bytes()))
    }

    fn has_custom_state(&self, _name: &CssLocalName) -> bool {
        false
    }

    fn imported_part(&self, _name: &CssLocalName) -> Option<CssLocalName> {
        None
    }

    fn is_part(&self, _name: &CssLocalName) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        self.node.children().all(|child| child.element().is_none() && child.text().is_none())
    }

    fn is_root(&self) -> bool {
        self.node.parent().is_some_and(|parent| parent.id() == 0)
    }

    fn add_element_unique_hashes(&self, _filter: &mut BloomFilter) -> bool {
        false
    }
}
