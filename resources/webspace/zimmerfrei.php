<?php
/*
 * Zimmerfrei: gives the calendars that lie beside this file and notes who reads them.
 *
 * Made by the program and put here anew when it changes; nothing needs to be set by hand. It answers
 * like the program's own server, knows no visitors, and keeps no addresses of theirs.
 */

declare(strict_types=1);

const CALENDAR = 'text/calendar; charset=utf-8';
const PAGE = 'text/html; charset=utf-8';
const PAGE_POLICY = '@PAGE_POLICY@';
const READS = __DIR__ . '/zimmerfrei-reads.php';
const READS_HEAD = "<?php __halt_compiler(); ?>\n";
const READS_MOST = 262144;
const READS_KEPT = 131072;
const AGENT_LIMIT = 200;
/* Microseconds: no reading stays for longer, and they are looked through once a day. */
const FORGOTTEN_AFTER = 60 * 86400000000;
const LOOKED_THROUGH_EVERY = 86400000000;
/* Microseconds: no clock is ahead by more than a year, so a number that is comes from a spoilt file. */
const AHEAD_AT_MOST = 31536000000000;
/* The date of a change is neither told nor believed for so many seconds: see the server. */
const SETTLES_AFTER = 60;

error_reporting(0);
ini_set('display_errors', '0');
ini_set('zlib.output_compression', '0');
if (function_exists('apache_setenv')) {
    apache_setenv('no-gzip', '1');
}
header_remove('X-Powered-By');

main();

function main(): void
{
    $path = rawurldecode((string) parse_url((string) ($_SERVER['REQUEST_URI'] ?? ''), PHP_URL_PATH));
    // What an address may carry at its end from where it was copied.
    $path = preg_replace('#(?:[ \t\r\n/]|\xc2\xa0)*$#D', '', $path);
    $method = (string) ($_SERVER['REQUEST_METHOD'] ?? 'GET');
    if ($method !== 'GET' && $method !== 'HEAD') {
        header('Allow: GET, HEAD');
        plain(405, 'Method Not Allowed');
        return;
    }
    if (!preg_match('#/([A-Za-z0-9]{24})\.(ics|html)$#Di', (string) $path, $found)) {
        plain(404, 'Not Found');
        return;
    }
    $end = strtolower($found[2]);
    $status = answer($found[1], $end);
    if ($status !== 0) {
        note(substr(hash('sha256', $found[1]), 0, 16), $status);
    }
}

/* Answers for one file, and returns the status that was sent; 0 where nobody knows the address. */
function answer(string $token, string $end): int
{
    $file = __DIR__ . '/' . $token . '.' . $end;
    if (!is_file($file)) {
        return closed($token);
    }
    $body = file_get_contents($file);
    $changed = filemtime($file);
    // Whole or not at all: a calendar that cannot be read is never an empty one.
    if ($body === false || $body === '' || $changed === false) {
        header('Retry-After: 120');
        plain(503, 'Service Unavailable');
        return 503;
    }
    $tag = '"' . substr(hash('sha256', $body), 0, 32) . '"';
    // A link for a website does not tell when something changed.
    $website = is_file(__DIR__ . '/' . $token . '.html');
    $settled = !$website && time() >= $changed + SETTLES_AFTER;
    common();
    header('ETag: ' . $tag);
    if ($settled) {
        header('Last-Modified: ' . gmdate('D, d M Y H:i:s', $changed) . ' GMT');
    }
    if ($end === 'html') {
        header('Content-Security-Policy: ' . PAGE_POLICY);
        header('Content-Type: ' . PAGE);
    } else {
        unframed();
        header('Content-Type: ' . CALENDAR);
        header('Content-Disposition: inline; filename="calendar.ics"');
    }
    if (known($tag, $settled ? $changed : null)) {
        header_remove('Content-Type');
        http_response_code(304);
        return 304;
    }
    header('Content-Length: ' . strlen($body));
    if ($_SERVER['REQUEST_METHOD'] !== 'HEAD') {
        echo $body;
    }
    return 200;
}

/* Tells whether the reader has this very state already. */
function known(string $tag, ?int $changed): bool
{
    $tags = $_SERVER['HTTP_IF_NONE_MATCH'] ?? null;
    if ($tags !== null) {
        foreach (explode(',', (string) $tags) as $one) {
            $one = preg_replace('#^W/#i', '', trim($one));
            if ($one === '*' || trim((string) $one, '"') === trim($tag, '"')) {
                return true;
            }
        }
        return false;
    }
    $since = $_SERVER['HTTP_IF_MODIFIED_SINCE'] ?? null;
    return $since !== null && $changed !== null && strtotime((string) $since) === $changed;
}

/*
 * Answers for an address at which no calendar lies: 410 where it was given up, 404 where its link is
 * switched off; 0 where nobody knows it, which is a 404 to whoever asks. The list holds no address,
 * only what each comes to.
 */
function closed(string $token): int
{
    $file = __DIR__ . '/zimmerfrei-gone.php';
    // As text: what PHP includes it may go on using for a while after it was replaced.
    $list = is_file($file) ? (string) file_get_contents($file) : '';
    $status = preg_match("#'" . hash('sha256', $token) . "' => (\\d{3}),#", $list, $found) ? (int) $found[1] : 0;
    plain($status === 410 ? 410 : 404, $status === 410 ? 'Gone' : 'Not Found');
    return $status;
}

/* Notes one reading. Whatever goes wrong with that, the reader has its answer. */
function note(string $link, int $status): void
{
    $file = fopen(READS, 'c+');
    if ($file === false) {
        return;
    }
    if (flock($file, LOCK_EX)) {
        $now = (int) (microtime(true) * 1000000);
        $size = (int) fstat($file)['size'];
        if ($size > READS_MOST) {
            $kept = tail($file, $size, READS_KEPT);
            ftruncate($file, 0);
            rewind($file);
            fwrite($file, READS_HEAD . ltrim($kept, "\n"));
        } elseif ($size === 0) {
            fwrite($file, READS_HEAD);
        } elseif (oldest($file) < $now - FORGOTTEN_AFTER - LOOKED_THROUGH_EVERY) {
            $kept = younger($file, $now - FORGOTTEN_AFTER);
            ftruncate($file, 0);
            rewind($file);
            fwrite($file, READS_HEAD . $kept);
        }
        $size = (int) fstat($file)['size'];
        // A number that only grows, whatever the clock does: microseconds.
        $last = preg_match('#\n(\d{1,18})\t[^\n]*\n$#D', tail($file, $size, 1024), $found) ? (int) $found[1] : 0;
        $number = $last > $now + AHEAD_AT_MOST ? $now : max($last + 1, $now);
        // Nothing that a visitor sends may ever be taken for a script.
        $agent = preg_replace('#[^\x20-\x3b\x3d-\x7e\x80-\xff]#', ' ', (string) ($_SERVER['HTTP_USER_AGENT'] ?? ''));
        fseek($file, 0, SEEK_END);
        fwrite($file, $number . "\t" . $link . "\t" . $status . "\t" . substr((string) $agent, 0, AGENT_LIMIT) . "\n");
        fflush($file);
        flock($file, LOCK_UN);
    }
    fclose($file);
}

/* Returns the number of the first line, the largest where there is none. */
function oldest($file): int
{
    rewind($file);
    fgets($file);
    return preg_match('#^(\d{1,18})\t#', (string) fgets($file), $found) ? (int) $found[1] : PHP_INT_MAX;
}

/* Returns the lines from a number on. */
function younger($file, int $from): string
{
    rewind($file);
    $kept = '';
    while (($line = fgets($file)) !== false) {
        $kept .= preg_match('#^(\d{1,18})\t.*\n$#D', $line, $found) && (int) $found[1] >= $from ? $line : '';
    }
    return $kept;
}

/* Returns whole lines from the end of a file, a line's end before them. */
function tail($file, int $size, int $most): string
{
    fseek($file, max(0, $size - $most));
    $text = (string) fread($file, $most);
    $start = strpos($text, "\n");
    return $start === false ? '' : ($size > $most ? substr($text, $start) : "\n" . substr($text, strlen(READS_HEAD)));
}

function plain(int $status, string $words): void
{
    http_response_code($status);
    common();
    unframed();
    header('Content-Type: text/plain; charset=utf-8');
    header('Content-Length: ' . (strlen($words) + 1));
    if (($_SERVER['REQUEST_METHOD'] ?? 'GET') !== 'HEAD') {
        echo $words . "\n";
    }
}

function common(): void
{
    header('X-Zimmerfrei: 1');
    header('Cache-Control: private, no-cache');
    header('X-Robots-Tag: noindex');
    header('X-Content-Type-Options: nosniff');
    header('Referrer-Policy: no-referrer');
}

function unframed(): void
{
    header('X-Frame-Options: DENY');
    header("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'");
}
