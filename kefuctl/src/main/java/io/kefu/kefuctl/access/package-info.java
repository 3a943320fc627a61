/** Who may operate which server, and what was changed: contexts, tokens, the audit log. */
package io.kefu.kefuctl.access;
