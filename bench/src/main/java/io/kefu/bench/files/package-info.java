/** What pictures cost the store of files. */
package io.kefu.bench.files;
