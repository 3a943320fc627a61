package io.kefu.kefuctl.doctor;

import java.util.Locale;

/**
 * What one check found.
 *
 * @param measured what it saw, on one line, never a secret or what a customer wrote
 */
record Finding(Verdict verdict, String measured) {

    static Finding fail(String form, Object... values) {
        return of(Verdict.FAIL, form, values);
    }

    static Finding warn(String form, Object... values) {
        return of(Verdict.WARN, form, values);
    }

    static Finding ok(String form, Object... values) {
        return of(Verdict.OK, form, values);
    }

    static Finding skip(String form, Object... values) {
        return of(Verdict.SKIP, form, values);
    }

    /** A number that is wanted to be at least so much. */
    static Finding atLeast(Verdict otherwise, double value, double least, String form, Object... values) {
        return of(value >= least ? Verdict.OK : otherwise, form, values);
    }

    /** The same of a whole number. */
    static Finding atLeast(Verdict otherwise, long value, long least, String form, Object... values) {
        return of(value >= least ? Verdict.OK : otherwise, form, values);
    }

    /** A number that is wanted to be at most so much. */
    static Finding atMost(Verdict otherwise, double value, double most, String form, Object... values) {
        return of(value <= most ? Verdict.OK : otherwise, form, values);
    }

    /** The same of a whole number. */
    static Finding atMost(Verdict otherwise, long value, long most, String form, Object... values) {
        return of(value <= most ? Verdict.OK : otherwise, form, values);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for this alone
    static Finding of(Verdict verdict, String form, Object... values) {
        return new Finding(verdict, String.format(Locale.ROOT, form, values));
    }
}
