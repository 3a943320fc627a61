package io.kefu.config;

/** One document naming another. */
record Reference(String kind, String name, Position at) {}
