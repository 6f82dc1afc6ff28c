/** Where keys and logins come from: files, Secrets Manager, IAM. */
@NullMarked
package dev.sluice.secret;

import org.jspecify.annotations.NullMarked;
