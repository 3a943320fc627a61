package io.kefu.config;

/** What can be wrong with a configuration. A code keeps its meaning for ever; scripts and searches rely on it. */
public enum ProblemCode {
    SYNTAX("C001", "The file is not YAML."),
    UNREADABLE("C002", "The file cannot be read: absent, no permission, not UTF-8, too large, or named `.yml`."),
    DUPLICATE_KEY("C003", "A key stands twice in one map."),
    TOO_COMPLEX("C004", "Nested too deeply, or aliases (`*name`) that multiply."),
    NOT_A_DOCUMENT("C010", "The document is not a map with `apiVersion`, `kind`, `metadata` and `spec`."),
    UNKNOWN_KIND("C011", "No such kind."),
    DUPLICATE_DOCUMENT("C012", "Two documents of one kind have the same name."),
    SECOND_SINGLETON("C013", "A second document of a kind of which there is one."),
    UNKNOWN_KEY("C020", "The key is not known here."),
    MISSING_KEY("C021", "A key that must be there is missing, or has no value."),
    WRONG_TYPE("C022", "The value is of another type than the key takes."),
    OUT_OF_BOUNDS("C023", "The value is outside its bounds."),
    UNKNOWN_WORD("C024", "The value is not one of the words that the key takes."),
    WRONG_FORM("C025", "The text has not the form that the key takes."),
    WEAK_SECRET("C026", "The secret is too short or easy to guess."),
    UNKNOWN_VARIABLE("C030", "`${env:NAME}` names a variable that is not set."),
    UNREADABLE_FILE("C031", "`${file:PATH}`, or a folder, cannot be read."),
    BAD_EXPANSION("C032", "`${…}` is neither `${env:NAME}`, `${env:NAME:-default}` nor `${file:PATH}`."),
    DANGLING_REFERENCE("C040", "The document that is referred to does not exist."),
    CONTRADICTION("C050", "Values that are each fine do not fit together."),
    BAD_RULE("C051", "The rule (CEL) does not compile."),
    BAD_PATTERN("C052", "The regular expression does not compile.");

    private final String id;
    private final String meaning;

    ProblemCode(String id, String meaning) {
        this.id = "KEFU-" + id;
        this.meaning = meaning;
    }

    /** Such as {@code KEFU-C020}. */
    public String id() {
        return id;
    }

    /** One sentence for the reference page. */
    public String meaning() {
        return meaning;
    }
}
