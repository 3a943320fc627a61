package io.kefu.kefuctl.etcd;

import java.util.SortedMap;

/**
 * What lay under a prefix at one revision.
 *
 * @param revision that of etcd's answer: of the whole store, at which all of this was so at once
 * @param values by key without the prefix
 */
public record Keys(long revision, SortedMap<String, byte[]> values) {}
