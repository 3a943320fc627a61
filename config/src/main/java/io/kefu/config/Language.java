package io.kefu.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The text (each, in a list) is written in this language and must compile. {@value #REGEX} is known to the loader;
 * others come with the {@link Kind}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Language {
    /** Regular expressions of {@link java.util.regex.Pattern}. */
    String REGEX = "regex";

    String value();
}
