extension Expression {
    /// The row-rule language: its grammar and its meaning, for help and manuals.
    ///
    /// The parser follows it rule by rule.
    package static let grammar = """
        rule        = implication
        implication = disjunction [ "=>" implication ]
        disjunction = conjunction { "or" conjunction }
        conjunction = negation { "and" negation }
        negation    = "not" negation | comparison
        comparison  = sum [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) sum
                          | "is" [ "not" ] "null"
                          | [ "not" ] "in" "{" literal { "," literal } "}"
                          | [ "not" ] "matches" text ]
        sum         = product { ( "+" | "-" ) product }
        product     = sign { ( "*" | "/" | "%" ) sign }
        sign        = "-" sign | primary
        primary     = number | text | "true" | "false" | column
                    | "abs" "(" rule ")" | "length" "(" rule ")" | "(" rule ")"
        literal     = [ "-" ] number | text
        column      = name | "`" any characters "`"
        text        = '"' any characters '"' | "'" any characters "'"

        A quote or a backquote inside its own kind is doubled; a backslash is an ordinary
        character. A name has letters, digits, '_' and inner dots; other columns' names stand in
        backquotes. Words of the language may be in upper case. 'a => b' is read "if a then b".

        A rule is true, false or null, and a row breaks it only if it is false, as with CHECK in
        SQL. Missing cells, and cells that are none of their field's type, are null. Arithmetic
        and comparison with null give null, as do x / 0 and x % 0; 'and', 'or' and 'not' have
        SQL's three-valued logic; 'is null' is never null.

        Numbers are IEEE 754 doubles: NaN is equal to nothing, itself included. '%' has the sign
        of what is divided. In arithmetic true counts as 1 and false as 0. Dates and times are
        compared with each other, or with a text in the form of their column; a date stands for
        its first moment, and the difference of two is a number of seconds. Texts are compared by
        their code points; 'length' counts those. A pattern must match the whole text.

        Idioms:
          a missing value has its flag    (age is null) == age_missing
          one of a group is set           is_a + is_b + is_c == 1
          sums of decimals                abs(net + tax - total) < 0.005
          no look into the future         feature_time <= label_time
          if ... then ...                 status == "paid" => paid_at is not null
        """
}
