/** Ends a build, or what runs in a catchError. */
class Abort extends RuntimeException {
    final String result

    Abort(String why, String result = 'FAILURE') {
        super(why)
        this.result = result
    }
}
