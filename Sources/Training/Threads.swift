import Glibc

/// How many threads a training takes.
enum Threads {
    /// One for a small table, where threads cost more than they give, else all cores.
    ///
    /// It depends on nothing but the table and the machine: XGBoost adds up in another order with
    /// another number of threads, and would write other bytes.
    static func forTraining(cells: Int) -> Int {
        cells < 1 << 18 ? 1 : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }
}
