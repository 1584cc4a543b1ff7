// Reports to look at, made by the built program.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";

const program = process.env.WBEMCHECK_PROGRAM;
if (!program) throw new Error("WBEMCHECK_PROGRAM names the built program");
// By its name alone, so that reports say `wbemcheck run` wherever it was built.
const env = { ...process.env, PATH: `${dirname(program)}${delimiter}${process.env.PATH}` };

const folder = mkdtempSync(join(tmpdir(), "wbemcheck-browser-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
let files = 0;
export const new_file = (ending) => join(folder, `${++files}.${ending}`);

// Runs the program; a verdict is no failure, anything worse is.
function run_program(command) {
  const { status, stderr, error } =
    spawnSync(basename(program), command, { encoding: "utf8", env, stdio: ["ignore", "ignore", "pipe"] });
  if (error) throw error;
  if (status !== 0 && status !== 1) throw new Error(`wbemcheck ${command.join(" ")} ended with ${status}: ${stderr}`);
}

// A report of a run, as a path.
export function report_of_run(subject, ...options) {
  const html = new_file("html");
  run_program(["run", subject, "--quiet", "--html", html, ...options]);
  return html;
}

// The stored result of a run, as an object that can be changed before a report is made of it.
export function result_of_run(subject, ...options) {
  const json = new_file("json");
  run_program(["run", subject, "--quiet", "--json", json, ...options]);
  return JSON.parse(readFileSync(json, "utf8"));
}

export function report_of_result(result) {
  const json = new_file("json");
  const html = new_file("html");
  // The reader counts, so that a cut document is none.
  const footer = { ...result.footer, scenarios: result.scenarios.length, findings: result.findings.length };
  writeFileSync(json, JSON.stringify({ ...result, footer }));
  const started = performance.now();
  run_program(["report", json, "--html", html]);
  return { html, milliseconds: performance.now() - started };
}

// A service whose notification queries cannot be cancelled: several clauses are broken, a SHOULD among them, and the sink is
// still referenced when nothing is in progress any more. A few scenarios show it.
const broken = ["mock?defect=cancel-leaves-subscription", "--filter", "events/*/busy-sink", "--filter",
  "events/*/two-subscriptions", "--filter", "cancel/ExecMethodAsync/*", "--filter", "lifecycle/GetObjectAsync/*"];
let broken_report;
let broken_result;
export const report_of_broken = () => (broken_report ??= report_of_run(...broken));
export const result_of_broken = () => structuredClone(broken_result ??= result_of_run(...broken));

let good_report;
export const report_of_good = () => (good_report ??= report_of_run("mock", "--filter", "status/*", "--filter", "identity/*"));

// Results of a few scenarios, one subject each, for pages that hold them against each other.
const result_file = (subject) => {
  const json = new_file("json");
  run_program(["run", subject, "--quiet", "--json", json, "--filter", "lifecycle/GetObjectAsync/*", "--filter", "status/*"]);
  return json;
};
let good_file;
let bad_file;
const good_result_file = () => (good_file ??= result_file("mock"));
const bad_result_file = () => (bad_file ??= result_file("mock?defect=final-twice"));
const page_of = (...command) => {
  const html = new_file("html");
  run_program([...command, "--html", html]);
  return html;
};
let matrix;
export const matrix_page = () => (matrix ??= page_of("report", good_result_file(), bad_result_file(), good_result_file()));
let comparison;
export const comparison_page = () => (comparison ??= page_of("compare", good_result_file(), bad_result_file()));
let benchmarks;
export const benchmark_page = () => {
  if (benchmarks) return benchmarks;
  const baseline = new_file("json");
  const quick = ["bench", "mock", "--repetitions", "2", "--min-time", "0.0001", "--filter", "calls/|floor/|at-once/|size/", "--scale"];
  run_program([...quick, "--save", baseline]);
  return (benchmarks = page_of(...quick, "--baseline", baseline));
};
