package io.kefu.storage;

import io.kefu.config.FieldProblem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the address of an engine looks like. An address with a password in it is refused, as addresses are printed.
 *
 * @param example one that would do; empty for an engine that has none
 */
record AddressForm(String example, List<String> prefixes) {
    static final AddressForm NONE = new AddressForm("", List.of());

    private static final Pattern PASSWORD =
            Pattern.compile("://[^/?#]*:[^/?#@]*@|[?&;](?:password|pwd|pass)=", Pattern.CASE_INSENSITIVE);

    static AddressForm of(String example, String... prefixes) {
        return new AddressForm(example, List.of(prefixes));
    }

    static void check(AddressForm address, Optional<String> url) {
        FieldProblem.unless(
                address.prefixes().isEmpty() || url.isPresent(),
                "url",
                "this engine runs elsewhere, and there is no `url`",
                "write where it is, such as `" + address.example() + "`");
        FieldProblem.unless(
                !address.prefixes().isEmpty() || url.isEmpty(),
                "url",
                "this engine is in the server itself and has no `url`",
                "leave `url` out, or name another `engine`");
        url.ifPresent(written -> address.check("url", written));
    }

    void check(String key, String written) {
        FieldProblem.unless(
                prefixes.stream().anyMatch(written::startsWith),
                key,
                "the address is not one of this engine",
                prefixes.isEmpty() ? "leave `" + key + "` out" : "write one such as `" + example + "`");
        FieldProblem.unless(
                !PASSWORD.matcher(written).find(),
                key,
                "the address has a password in it, and addresses are printed",
                "write it as `password: ${file:/run/secrets/…}` beside the address");
    }
}
