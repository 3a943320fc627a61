package io.kefu.storage.accounts;

/** The accounts database cannot answer; the message says where and what to do. Nothing was changed. */
public final class AccountsException extends RuntimeException {
    public AccountsException(String message, Throwable cause) {
        super(message, cause);
    }

    public AccountsException(String message) {
        super(message);
    }
}
