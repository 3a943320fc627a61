/** How days leave a tier: only once the next one has confirmed them. */
package io.kefu.storage.ageing;
