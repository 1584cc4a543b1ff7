#include "tests/benchmark/memory_peak.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include "harness/bench/memory_use.h"

namespace wbemcheck::benchmarks {
namespace {

// Files of Linux; elsewhere they are not there, and nothing is said.
void forget_high_water() {
    std::ofstream file("/proc/self/clear_refs");
    file << "5\n";
}

std::uint64_t high_water() {
    std::ifstream file("/proc/self/status");
    std::string word;
    while (file >> word) {
        std::uint64_t kibibytes = 0;
        if (word == "VmHWM:" && file >> kibibytes) return kibibytes * 1024;
    }
    return 0;
}

}  // namespace

MemoryPeak measure_memory(const std::function<void()>& work) {
    bench::release_spare_memory();
    forget_high_water();
    const std::uint64_t before = bench::resident_bytes();
    std::atomic<std::uint64_t> highest{before};
    std::atomic<bool> is_over{false};
    const auto look = [&] { highest = std::max(highest.load(), bench::resident_bytes()); };
    std::thread watcher([&] {
        while (!is_over) {
            look();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    struct End {
        std::atomic<bool>& is_over;
        std::thread& watcher;
        ~End() {
            is_over = true;
            watcher.join();
        }
    };
    {
        const End end{is_over, watcher};
        work();
        look();
    }
    return {highest - before, high_water()};
}

}  // namespace wbemcheck::benchmarks
