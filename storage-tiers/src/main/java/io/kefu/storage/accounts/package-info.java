/** Who may come in: visitors, tokens, passwords and idempotency keys, in one SQLite database of its own. */
package io.kefu.storage.accounts;
