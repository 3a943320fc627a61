package io.kefu.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Text to value, within bounds. */
final class Scalars {

    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,40}");
    private static final Pattern REAL = Pattern.compile("[-+]?\\d{1,20}(\\.\\d{1,20})?");

    private Scalars() {}

    /**
     * @param text after expansion
     * @param shown how the text may be shown: as it was written, before expansion
     */
    static Object parse(Shape shape, String text, String shown) throws Misfit {
        return switch (shape) {
            case Shape.Text t -> text(t, text, shown);
            case Shape.Flag flag -> flag(flag, text, shown);
            case Shape.Whole whole -> whole(whole, text, shown);
            case Shape.Real real -> real(real, text, shown);
            case Shape.Span span -> span(span, text, shown);
            case Shape.Size size -> size(size, text, shown);
            case Shape.Hidden hidden -> hidden(hidden, text);
            case Shape.Localized localized -> LocalizedText.of(text(localizedText(localized), text, shown));
            case Shape.Word word -> word(word, text, shown);
            case Shape.Directory folder -> text;
            case Shape.Items s -> throw wrongType(s, shown);
            case Shape.Entries s -> throw wrongType(s, shown);
            case Shape.Fields s -> throw wrongType(s, shown);
        };
    }

    /** What each text of a {@link LocalizedText} is by itself. */
    static Shape.Text localizedText(Shape.Localized localized) {
        return new Shape.Text(1, localized.max(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static String text(Shape.Text shape, String text, String shown) throws Misfit {
        long length = text.codePointCount(0, text.length());
        if (length < shape.min() || length > shape.max()) {
            String bounds = shape.min() + " to " + shape.max();
            throw new Misfit(
                    ProblemCode.OUT_OF_BOUNDS,
                    "the text has " + length + " characters",
                    "write text of " + bounds + " characters");
        }
        if (shape.form().isPresent() && !text.matches(shape.form().get().regex())) {
            Shape.TextForm form = shape.form().get();
            throw new Misfit(
                    ProblemCode.WRONG_FORM, Words.quoted(shown) + " has not the form wanted", "write " + form.is());
        }
        return text;
    }

    private static Boolean flag(Shape.Flag shape, String text, String shown) throws Misfit {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrongType(shape, shown);
        };
    }

    private static Object whole(Shape.Whole shape, String text, String shown) throws Misfit {
        if (!WHOLE.matcher(text).matches()) {
            throw wrongType(shape, shown);
        }
        BigInteger value = new BigInteger(text);
        within(shape, value, BigInteger.valueOf(shape.min()), BigInteger.valueOf(shape.max()), shown);
        boolean narrow = shape.type() == int.class || shape.type() == Integer.class;
        // not a conditional expression: it would widen the int to a long
        if (narrow) {
            return value.intValueExact();
        }
        return value.longValueExact();
    }

    private static Double real(Shape.Real shape, String text, String shown) throws Misfit {
        if (!REAL.matcher(text).matches()) {
            throw wrongType(shape, shown);
        }
        BigDecimal value = new BigDecimal(text);
        within(shape, value, shape.min(), shape.max(), shown);
        return value.doubleValue();
    }

    private static Duration span(Shape.Span shape, String text, String shown) throws Misfit {
        Duration value = written(shape, Durations::parse, text, shown);
        within(shape, value, shape.min(), shape.max(), shown);
        return value;
    }

    private static ByteSize size(Shape.Size shape, String text, String shown) throws Misfit {
        ByteSize value = written(shape, ByteSize::parse, text, shown);
        within(shape, value, shape.min(), shape.max(), shown);
        return value;
    }

    private static Secret hidden(Shape.Hidden shape, String text) throws Misfit {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        Secret secret = new Secret(text);
        if (shape.strong() && !secret.isStrong()) {
            throw new Misfit(
                    ProblemCode.WEAK_SECRET,
                    length < 32 ? "the secret has " + length + " bytes" : "the secret is easy to guess",
                    "make a random one of 32 bytes or more, e.g. `openssl rand -base64 32 > secrets/NAME.key`");
        }
        if (length < shape.min() || length > shape.max()) {
            throw new Misfit(
                    ProblemCode.OUT_OF_BOUNDS, "the secret has " + length + " bytes", "give " + shape.expected());
        }
        return secret;
    }

    private static Enum<?> word(Shape.Word shape, String text, String shown) throws Misfit {
        Optional<? extends Enum<?>> found = Arrays.stream(shape.type().getEnumConstants())
                .filter(constant -> Words.of(constant).equals(text))
                .findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        String instead = Nearest.to(text, shape.words())
                .map(near -> "write `" + near + "` (known: " + String.join(", ", shape.words()) + ")")
                .orElse("write " + shape.expected());
        throw new Misfit(ProblemCode.UNKNOWN_WORD, Words.quoted(shown) + " is not known here", instead);
    }

    private static <V> V written(Shape shape, Function<String, V> parser, String text, String shown) throws Misfit {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrongType(shape, shown);
        }
    }

    private static <V extends Comparable<V>> void within(Shape shape, V value, V min, V max, String shown)
            throws Misfit {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            String side = value.compareTo(min) < 0 ? " is too small" : " is too large";
            throw new Misfit(ProblemCode.OUT_OF_BOUNDS, Words.quoted(shown) + side, "write " + shape.expected());
        }
    }

    private static Misfit wrongType(Shape shape, String shown) {
        return new Misfit(
                ProblemCode.WRONG_TYPE, Words.quoted(shown) + " is of the wrong type", "write " + shape.expected());
    }
}
