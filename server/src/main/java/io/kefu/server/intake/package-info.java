/**
 * The one door for whatever anyone sends, by whatever road: it is checked, authorised and limited here, and handed to the
 * flow. Deny by default.
 */
package io.kefu.server.intake;
