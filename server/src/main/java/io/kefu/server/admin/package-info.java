/** The REST and admin API, sign-in, and the console's and widget's files. */
package io.kefu.server.admin;
