package io.kefu.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kind that has every shape, and one that it refers to. */
final class Shop {

    enum Colour {
        RED,
        SKY_BLUE
    }

    @Doc("A till.")
    record Till(
            @Doc("Its number.") @Within(min = "1", max = "99")
            int number) {}

    @Doc("Opening times.")
    record Hours(
            @Doc("From.") @Within(min = "0s", max = "24h") @Default("8h")
            Duration from,

            @Doc("To.") @Within(min = "0s", max = "24h") @Default("20h")
            Duration to) {
        Hours {
            FieldProblem.unless(from.compareTo(to) < 0, "to", "closes before it opens", "write a later time");
        }
    }

    @Doc("A shop.")
    record Spec(
            @Doc("Title.") LocalizedText title,

            @Doc("Port.") @Key("public") @Within(min = "0", max = "65535") @Default("8080")
            int port,

            @Doc("Big.") @Within(min = "-5", max = "9000000000") @Default("7")
            long big,

            @Doc("Share.") @Within(min = "0", max = "1") @Default("0.5")
            double share,

            @Doc("Open.") @Default("true") boolean open,

            @Doc("Wait.") @Key("wait") @Within(min = "1s", max = "30d") @Default("30s")
            Duration patience,

            @Doc("Room.") @Within(min = "1KiB", max = "1GiB") @Default("256KiB")
            ByteSize room,

            @Doc("Key.") @Strong Optional<Secret> key,
            @Doc("Colour.") @Default("sky-blue") Colour colour,
            @Doc("Tills used.") @RefersTo("Till") List<String> tills,

            @Doc("Links.") @Form(regex = "https://.+", is = "a link such as https://example.com")
            List<String> links,

            @Doc("Patterns.") @Language(Language.REGEX) List<String> patterns,
            @Doc("Notes.") Map<String, String> notes,
            @Doc("Hours.") Hours hours,
            @Doc("Inner tills.") List<Till> inner,
            @Doc("Pages.") @Folder(extension = "md") Optional<Path> pages) {}

    @Doc("Main, of which there is one.")
    record Main(
            @Doc("Level.") @Within(min = "1", max = "9") @Default("3")
            int level) {}

    static final Kind<Spec> SHOP = Kind.of("Shop", Spec.class);
    static final Kind<Till> TILL = Kind.of("Till", Till.class).checkedBy((till, findings) -> {
        if (till.number() == 13) {
            findings.report("number", ProblemCode.CONTRADICTION, "13 brings bad luck", "write 14");
        }
    });
    static final Kind<Main> MAIN = Kind.of("Main", Main.class).asSingleton();

    static final List<Kind<?>> KINDS = List.of(SHOP, TILL, MAIN);

    private Shop() {}
}
