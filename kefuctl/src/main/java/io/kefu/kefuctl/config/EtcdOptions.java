package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.etcd.Endpoints;
import io.kefu.kefuctl.etcd.Etcd;
import io.kefu.kefuctl.etcd.Login;
import io.kefu.server.app.CertificateFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How etcd is reached. */
final class EtcdOptions {

    private static final URI HERE = URI.create("http://127.0.0.1:2379");

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            split = ",",
            converter = Member.class,
            description = "Where etcd listens for clients, each of its members. Default: http://127.0.0.1:2379.")
    List<URI> endpoints;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Who signs etcd's certificate, in PEM; otherwise those that Java trusts.")
    Path ca;

    @ArgGroup(exclusive = false)
    Own own;

    @ArgGroup
    From login;

    /** Does not repeat what it is given: a password may be in it. */
    static final class Member implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            try {
                return new URI(text);
            } catch (URISyntaxException e) {
                throw new TypeConversionException("no URL: what stands at " + (e.getIndex() + 1) + " cannot be in one");
            }
        }
    }

    /** Both or none. */
    static final class Own {
        @Option(
                names = "--cert",
                paramLabel = "FILE",
                required = true,
                description =
                        "The certificate to show to etcd, in PEM. etcd's JSON gateway, which is asked, takes none with a"
                                + " common name (CN).")
        Path certificate;

        @Option(names = "--key", paramLabel = "FILE", required = true, description = "Its key, in PEM (PKCS #8).")
        Path key;
    }

    /** At most one of them. */
    static final class From {
        @Option(
                names = "--login-file",
                paramLabel = "FILE",
                description = "The file whose first line is USER:PASSWORD of etcd.")
        Path file;

        @Option(
                names = "--login-env",
                paramLabel = "NAME",
                description = "The variable that holds USER:PASSWORD of etcd.")
        String variable;
    }

    /** Opens no connection yet. Throws {@link CommandFailure} for what cannot be used. */
    Etcd etcd(Map<String, String> environment) {
        Optional<CertificateFiles> shown =
                Optional.ofNullable(own).map(each -> new CertificateFiles(each.certificate, each.key));
        List<URI> members = endpoints == null ? List.of(HERE) : endpoints;
        return new Etcd(new Endpoints(members, Optional.ofNullable(ca), shown), login(environment));
    }

    private Optional<Login> login(Map<String, String> environment) {
        return Optional.ofNullable(login)
                .map(from -> from.file != null ? Login.in(from.file) : Login.inVariable(from.variable, environment));
    }

    /** Throws {@link CommandFailure} when one of them is given. */
    void mustBeAbsent() {
        if (endpoints != null || ca != null || own != null || login != null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--endpoint, --ca, --cert, --key and --login-… say how etcd is reached, and a directory is followed",
                    "name a prefix of keys, such as etcd:/kefu/shop");
        }
    }
}
