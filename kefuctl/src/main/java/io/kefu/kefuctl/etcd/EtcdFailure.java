package io.kefu.kefuctl.etcd;

import java.io.IOException;
import java.util.List;

/** What etcd answered instead of what was asked for. */
final class EtcdFailure extends IOException {

    /** As gRPC numbers them; etcd's gateway passes them on. */
    private static final int INVALID_ARGUMENT = 3;

    private static final int PERMISSION_DENIED = 7;
    private static final int FAILED_PRECONDITION = 9;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    private static final List<String> OF_TOKENS = List.of("revision of auth store is old", "user name is empty");

    private final int code;

    EtcdFailure(int code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * A token that has run out, that a member which was started again does not know, or that is from before its users or roles
     * changed: etcd gives the last the code of a bad argument, and no token at all too.
     */
    boolean isOldToken() {
        return code == UNAUTHENTICATED
                || (code == INVALID_ARGUMENT && OF_TOKENS.stream().anyMatch(getMessage()::contains));
    }

    /** Another member may well answer. */
    boolean isOfThisMember() {
        return code == UNAVAILABLE;
    }

    String remedy() {
        return switch (code) {
            case INVALID_ARGUMENT, UNAUTHENTICATED ->
                "give the user and the password that etcd knows: --login-file or --login-env";
            case PERMISSION_DENIED ->
                "let the user read the prefix: etcdctl role grant-permission ROLE read --prefix=true";
            case FAILED_PRECONDITION -> "leave --login-file and --login-env out where etcd asks nobody who they are";
            default -> "look at etcd's own log";
        };
    }
}
