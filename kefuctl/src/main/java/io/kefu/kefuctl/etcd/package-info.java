/** A small client of etcd v3, over its JSON gateway: one consistent read of a prefix, and a watch of it. */
package io.kefu.kefuctl.etcd;
