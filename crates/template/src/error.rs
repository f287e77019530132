use acrlint_text::TextRange;

/// An error as Go's engine words it, with the place that is at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    /// Go's full text, from `template: ` on.
    pub message: String,
    /// The best range in the template's text.
    pub range: TextRange,
    /// What is wrong, to build a helpful message from.
    pub kind: ErrorKind,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A function that does not exist is called.
    UnknownFunction {
        /// The name as written.
        name: String,
    },
    /// A variable is used that nothing declares.
    UndefinedVariable {
        /// The name with its `$`.
        name: String,
    },
    /// `{{template "x"}}` of a name that nothing defines.
    UndefinedTemplate {
        /// The name.
        name: String,
    },
    /// The same template name is defined twice.
    DuplicateTemplate {
        /// The name.
        name: String,
    },
    /// An action has no closing `}}`.
    UnclosedAction,
    /// A comment has no `*/`, or no `}}` right after it.
    UnclosedComment,
    /// A parenthesis is not closed, or one too many is.
    UnbalancedParenthesis,
    /// A string or character constant is not closed.
    UnterminatedString,
    /// The text ends inside an `if`, `with`, `range`, `define` or `block`.
    UnexpectedEnd,
    /// A character that cannot stand there, as the `-` in `.Values.a-b`.
    BadCharacter {
        /// The character.
        character: char,
    },
    /// A number, character or string constant that Go cannot read.
    BadConstant {
        /// The constant as written.
        text: String,
    },
    /// Something else stands where it cannot.
    Unexpected {
        /// What stands there, as Go shows it.
        found: String,
        /// Within what.
        context: String,
    },
    /// A control keyword or parenthesis without a value.
    MissingValue {
        /// Within what.
        context: String,
    },
    /// `break` or `continue` outside `range`.
    OutsideRange {
        /// The keyword.
        keyword: String,
    },
    /// A constant stands where something must take the piped value.
    NotExecutable,
    /// Nested deeper than can be followed.
    TooDeep,
    /// A function is called with too few or too many arguments.
    WrongArgumentCount {
        /// The function.
        function: String,
        /// How many it takes, as Go says it: `2` or `at least 1`.
        want: String,
        /// How many it got.
        got: usize,
    },
    /// A field of nothing.
    NilField {
        /// The field.
        field: String,
    },
    /// A field of something that has no such field.
    NoField {
        /// The field.
        field: String,
        /// Go's name for the type.
        of: String,
    },
    /// A value of the wrong type for an argument.
    WrongType {
        /// Go's name for the type that is expected.
        expected: String,
        /// Go's name for what is given; `nil` for nothing.
        got: String,
    },
    /// A function refuses its arguments.
    CallFailed {
        /// The function.
        function: String,
        /// Its reason.
        reason: String,
    },
    /// An argument is given to what is not a function.
    NotAFunction,
    /// `range` over something that has no elements.
    NotIterable,
    /// Any other error.
    Other,
}
