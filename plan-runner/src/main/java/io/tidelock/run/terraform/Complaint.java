package io.tidelock.run.terraform;

import io.tidelock.core.outcome.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what terraform complains about into a problem that says what to do next. */
public final class Complaint {
    private static final Pattern LOCK_ID = Pattern.compile("(?m)^\\s*ID:\\s+(\\S+)\\s*$");
    private static final Pattern INIT_NEEDED = Pattern.compile(
            "(?i)(terraform|tofu) init|module not installed|backend initialization required|required plugins are not installed");

    /** @param when words that occur in the complaint, in lower case */
    private record Advice(Pattern when, String next) {
        static Advice of(String when, String next) {
            return new Advice(Pattern.compile(when, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), next);
        }
    }

    private static final List<Advice> ADVICE = List.of(
            Advice.of(
                    "no valid credential sources|failed to (?:refresh|get).{0,40}credentials.{0,200}aws|ExpiredToken|NoCredentialProviders",
                    grant("AWS_*", "AWS credentials")),
            Advice.of(
                    "could not find default credentials|google.{0,80}credentials",
                    grant("GOOGLE_*", "Google Cloud credentials")),
            Advice.of(
                    "unable to build authorizer|az login|building AzureRM client|could not configure AzureCli",
                    grant("ARM_*", "Azure credentials")),
            Advice.of(
                    "Required token could not be found|terraform login",
                    grant("TF_TOKEN_*", "a token for HCP Terraform or a registry")),
            Advice.of(
                    "(?:credentials?|access token|api[ _-]?(?:token|key)|password|authentication|authorization)\\b.{0,60}"
                            + "(?:missing|not set|not found|required|must be (?:set|provided)|invalid)"
                            + "|(?:missing|no|invalid) (?:\\S+ ){0,3}(?:credentials|api[ _-]?(?:token|key))\\b|401 Unauthorized",
                    "If the provider has no credentials here: grant the server's own to terraform, for example with"
                            + " --run-env NAME,PREFIX_* for variables or --run-home DIR for files in a home directory"),
            Advice.of(
                    "No value for required variable",
                    "Give the variable a value in terraform.tfvars or env/WORKSPACE.tfvars, or set TF_VAR_name at the server"
                            + " and grant it with --run-env TF_VAR_*"),
            Advice.of(
                    "Unsupported (?:Terraform|OpenTofu) Core version|required_version",
                    "Change required_version, or install a version that satisfies it on the server"),
            Advice.of(
                    "Inconsistent dependency lock file|locked provider .{0,200} does not match",
                    "Run 'terraform init -upgrade' in this directory and commit .terraform.lock.hcl"),
            Advice.of(
                    "Failed to query available provider packages|Failed to install provider|Could not download module"
                            + "|Failed to download module|registry.{0,80}unreachable",
                    "Check that the server reaches the registry or repository named below, then plan again"));

    private Complaint() {}

    private static String grant(String variables, String what) {
        return "terraform found no " + what + ": let it see the server's own with --run-env " + variables
                + ", or give it a home directory that holds them with --run-home DIR";
    }

    /**
     * @param did what was being done, e.g. {@code terraform plan}
     * @param dir the project's directory, to say where in the repository
     */
    public static Problem of(String did, String dir, Output output) {
        Optional<Output.Failure> failure = output.error();
        String whole = failure.map(Output.Failure::whole).orElseGet(() -> last(output.text()));
        String met = did + " failed" + failure.map(f -> ": " + f.title()).orElse("");
        Problem problem = Problem.of(met, "", next(whole));
        return failure.flatMap(Output.Failure::place)
                .map(place -> problem.at(inRepository(dir, place.file()), place.line(), place.column()))
                .orElse(problem);
    }

    /** Whether terraform wants {@code init} to be run first. */
    public static boolean initNeeded(Output output) {
        return output.error()
                .filter(failure -> INIT_NEEDED.matcher(failure.whole()).find())
                .isPresent();
    }

    /** Whether a saved plan was refused because the state is no longer what it was. Then nothing was changed. */
    public static boolean stale(Output output) {
        return output.error()
                .map(Output.Failure::title)
                .filter(title -> title.contains("Saved plan is stale")
                        || title.contains("Saved plan does not match the given state"))
                .isPresent();
    }

    private static String next(String whole) {
        if (whole.contains("Error acquiring the state lock")) {
            Matcher id = LOCK_ID.matcher(whole);
            return "Somebody else works on this state: wait, then plan again. If nobody does, run 'terraform force-unlock "
                    + (id.find() ? id.group(1) : "LOCK_ID") + "' in this directory";
        }
        return ADVICE.stream()
                .filter(advice -> advice.when().matcher(whole).find())
                .map(Advice::next)
                .findFirst()
                .orElse("Read terraform's words below, put it right and push");
    }

    private static String inRepository(String dir, String file) {
        return dir.equals(".") || file.startsWith("/") || file.startsWith("..") ? file : dir + "/" + file;
    }

    private static String last(String text) {
        return text.substring(Math.max(0, text.length() - (8 << 10)));
    }
}
