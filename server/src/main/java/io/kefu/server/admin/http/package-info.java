/** The mechanics of the REST API: routes, who may call them, limits, JSON, and errors as problem details. */
package io.kefu.server.admin.http;
