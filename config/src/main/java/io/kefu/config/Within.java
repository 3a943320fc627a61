package io.kefu.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The bounds of a field, both inclusive, written as the field itself is written: {@code 1} for a number, {@code 30s}
 * for a duration, {@code 256KiB} for a size. For text they count code points, for a secret bytes, for a list or a map
 * entries. Numbers, durations and sizes must have it; the others have bounds of their own when it is left out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Within {
    String min() default "";

    String max() default "";
}
