//! Sessions on the command line, as data: `tests/cmd`.

#[test]
fn sessions() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").case("tests/cmd/*.md");
}
