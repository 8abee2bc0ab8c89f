/**
 * The GraphQL API at {@code /api/graphql}: the part of the host's schema that pull-request servers ask.
 *
 * <p><b>Given:</b> a query and who asks. <b>Gives:</b> exactly the fields asked for, or errors in the host's form. <b>Touches:</b> the forge,
 * through its departments. <b>Never:</b> decides a rule of the forge. The schema is a resource beside this package.
 */
@NullMarked
package io.tidelock.sandbox.graph;

import org.jspecify.annotations.NullMarked;
