package io.kefu.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The path is a folder beside the YAML file that must exist; its files with this extension count as part of the
 * configuration, so a change in one of them is a new revision.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Folder {
    /** Without the dot: {@code md}. */
    String extension();
}
