@NullMarked
package io.barnabas.server.authentication;

import org.jspecify.annotations.NullMarked;
