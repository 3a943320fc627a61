package io.kefu.storage.accounts;

/** A principal without what may change about it: the ids of one kind are unique, those of two kinds may be equal. */
public record PrincipalKey(Kind kind, String id) {
    /** Stored by name. */
    public enum Kind {
        VISITOR,
        AGENT,
        API_KEY
    }

    public static PrincipalKey visitor(String id) {
        return new PrincipalKey(Kind.VISITOR, id);
    }

    public static PrincipalKey agent(String id) {
        return new PrincipalKey(Kind.AGENT, id);
    }

    public static PrincipalKey apiKey(String id) {
        return new PrincipalKey(Kind.API_KEY, id);
    }
}
