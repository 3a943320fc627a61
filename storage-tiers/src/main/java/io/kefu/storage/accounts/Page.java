package io.kefu.storage.accounts;

/** Where the visitor is; each part is empty when unknown, and is the page's own word: never to be trusted or rendered raw. */
public record Page(String url, String title, String referrer) {
    public static final Page UNKNOWN = new Page("", "", "");
}
