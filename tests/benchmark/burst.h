// Measures in bursts: the cases of a program take turns, burst after burst, so that a disturbance of the machine meets all of
// them, and what lies between bursts (drains, checks, a fresh file) is not in the time. The threaded mode of Google Benchmark
// times whole loops, and repeats one case before it goes on to the next.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace wbemcheck::benchmarks {

struct BurstOptions {
    unsigned bursts = 0;   // of each case; 0: as many as the program thinks right
    bool is_short = false; // shows that everything works; its figures mean little
    std::string json;      // where to write what was measured; empty: nowhere
};

// Offers --bursts, --short and --json.
void add_burst_options(CLI::App& program, BurstOptions& options);

struct Case {
    std::string name;
    std::string floor = {};            // the case that it is held against; empty: none
    std::size_t operations = 0;        // of a burst, on each thread
    // What is timed, one for each thread. They start together, from a spinning barrier.
    std::vector<std::function<void()>> threads = {};
    // After the burst, on the main thread, outside of the time. Throws when something has not worked.
    std::function<void()> settle = {};
};

// A case of one thread whose work may throw: a burst must not, so what it throws is thrown behind it. `check` comes
// after that, and may throw too.
[[nodiscard]] Case make_throwing_case(std::string name, std::string floor, std::size_t operations, std::function<void()> work,
                                      std::function<void()> check = {});

// Of the means of the bursts, in nanoseconds for one operation on one thread.
struct Spread {
    double low = 0;     // 5 of 100 are below
    double median = 0;
    double high = 0;    // 5 of 100 are above
    double mean = 0;    // of all: what is rare and dear shows here alone
};

// Not thread-safe.
class Bursts {
public:
    // `title` is said above the table; `usual` and `brief` are how many bursts there are when nobody says a number.
    Bursts(std::string title, const BurstOptions& options, unsigned usual, unsigned brief);

    // Requires: the floor of a case has been added before.
    void add(Case made);

    // Runs every case as often as was asked for, after one burst of each that does not count. Throws what a case throws.
    void run();

    // Meaningful after `run`.
    [[nodiscard]] Spread spread_of(const std::string& name) const;
    // How many times as long an operation takes.
    [[nodiscard]] double ratio(const std::string& name, const std::string& floor) const;

    // The table on standard output, and the JSON where it was asked for. Throws std::runtime_error when it cannot be written.
    void report() const;

private:
    void write_json() const;

    const std::string title_;
    const BurstOptions options_;
    const unsigned bursts_;
    std::vector<Case> cases_;
    std::map<std::string, std::vector<double>> means_;  // by case: nanoseconds for one operation, of each burst
};

}  // namespace wbemcheck::benchmarks
