package io.tidelock.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.tidelock.config.operator.OperatorSettings.LogLevel;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** How much is logged. What libraries have to say counts one level less than what we have. */
final class Logs {
    private Logs() {}

    static void begin(LogLevel level) {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install(); // the GitHub client and the JDK log there
        }
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("io.tidelock").setLevel(Level.toLevel(level.name()));
            context.getLogger("io.javalin").setLevel(Level.OFF); // what it fails at, it throws
            context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                    .setLevel(
                            switch (level) {
                                case DEBUG -> Level.INFO;
                                case INFO, WARN -> Level.WARN;
                                case ERROR -> Level.ERROR;
                            });
        }
    }
}
