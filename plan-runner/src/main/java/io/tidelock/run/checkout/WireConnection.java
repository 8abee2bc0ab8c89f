package io.tidelock.run.checkout;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.URL;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * One request over the JDK's connection. Every read asks whether it may go on, so that a host which sends a byte now and then
 * cannot hold a job for ever. Verification of certificates cannot be turned off.
 */
final class WireConnection implements HttpConnection {
    private final HttpURLConnection connection;
    private final Witness witness;
    private final Patience patience;
    private @Nullable PushbackInputStream answer;

    /** Is told what was answered. */
    @FunctionalInterface
    interface Witness {
        void answered(int status, @Nullable String retryAfter);
    }

    WireConnection(HttpURLConnection connection, Witness witness, Patience patience) {
        this.connection = connection;
        this.witness = witness;
        this.patience = patience;
    }

    @Override
    public int getResponseCode() throws IOException {
        try {
            int status = connection.getResponseCode();
            witness.answered(status, connection.getHeaderField("Retry-After"));
            return status;
        } catch (HttpRetryException e) { // the JDK's way to say 401 to a request whose body is gone
            witness.answered(e.responseCode(), null);
            throw e;
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        answer = new PushbackInputStream(new FilterInputStream(connection.getInputStream()) {
            @Override
            public int read() throws IOException {
                patience.check();
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                patience.check();
                return super.read(buffer, offset, length);
            }
        });
        return answer;
    }

    /**
     * JGit reads an answer up to the last thing said in it, and asks the next question without having seen its end. Java keeps a
     * connection open for the next request only once that was seen, so it is looked for here. What else is there is left to be read.
     */
    void release() {
        try {
            if (answer != null) {
                int next = answer.read();
                if (next >= 0) {
                    answer.unread(next);
                }
            }
        } catch (IOException over) {
            // closed, or broken, which whoever reads on is told
        }
    }

    @Override
    public URL getURL() {
        return connection.getURL();
    }

    @Override
    public String getResponseMessage() throws IOException {
        return connection.getResponseMessage();
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        return connection.getHeaderFields();
    }

    @Override
    public @Nullable String getHeaderField(String name) {
        return connection.getHeaderField(name);
    }

    @Override
    public List<String> getHeaderFields(String name) {
        return connection.getHeaderFields().entrySet().stream()
                .filter(field -> name.equalsIgnoreCase(field.getKey()))
                .flatMap(field -> field.getValue().stream())
                .toList();
    }

    @Override
    public void setRequestProperty(String key, String value) {
        connection.setRequestProperty(key, value);
    }

    @Override
    public void setRequestMethod(String method) throws ProtocolException {
        connection.setRequestMethod(method);
    }

    @Override
    public void setUseCaches(boolean useCaches) {
        connection.setUseCaches(useCaches);
    }

    @Override
    public void setConnectTimeout(int timeout) {
        connection.setConnectTimeout(timeout);
    }

    @Override
    public void setReadTimeout(int timeout) {
        connection.setReadTimeout(timeout);
    }

    @Override
    public @Nullable String getContentType() {
        return connection.getContentType();
    }

    @Override
    public int getContentLength() {
        return connection.getContentLength();
    }

    @Override
    public void setInstanceFollowRedirects(boolean follow) {
        connection.setInstanceFollowRedirects(follow);
    }

    @Override
    public void setDoOutput(boolean output) {
        connection.setDoOutput(output);
    }

    @Override
    public void setFixedLengthStreamingMode(int length) {
        connection.setFixedLengthStreamingMode(length);
    }

    @Override
    public void setChunkedStreamingMode(int length) {
        connection.setChunkedStreamingMode(length);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return connection.getOutputStream();
    }

    @Override
    public String getRequestMethod() {
        return connection.getRequestMethod();
    }

    @Override
    public boolean usingProxy() {
        return connection.usingProxy();
    }

    @Override
    public void connect() throws IOException {
        connection.connect();
    }

    @Override
    public void configure(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("whom to trust is settled by the settings");
    }

    @Override
    public void setHostnameVerifier(HostnameVerifier verifier) throws KeyManagementException {
        throw new KeyManagementException("host names are always verified");
    }
}
