package io.kefu.server.app;

/** Where the running server is found. */
public record Addresses(String publicUrl, String adminUrl, boolean demo) {

    /** Null when the demo is off. */
    public String demoUrl() {
        return demo ? publicUrl + "/demo/" : null;
    }

    public String consoleUrl() {
        return publicUrl + "/console/";
    }

    static String url(String scheme, String host, int port) {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return scheme + "://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port;
    }
}
