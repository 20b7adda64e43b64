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
const READS_HEAD = "<?php exit; ?>\n";
const READS_MOST = 262144;
const READS_KEPT = 131072;
const AGENT_LIMIT = 200;
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
    if ($status !== 404) {
        note(substr(hash('sha256', $found[1]), 0, 16), $status);
    }
}

/* Answers for one file, and returns the status that was sent. */
function answer(string $token, string $end): int
{
    $file = __DIR__ . '/' . $token . '.' . $end;
    if (!is_file($file)) {
        if (gone($token)) {
            plain(410, 'Gone');
            return 410;
        }
        plain(404, 'Not Found');
        return 404;
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
    header('X-Zimmerfrei: 1');
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

/* Tells whether an address was given up. The list holds no address, only what each comes to. */
function gone(string $token): bool
{
    $list = is_file(__DIR__ . '/zimmerfrei-gone.php') ? include __DIR__ . '/zimmerfrei-gone.php' : [];
    return is_array($list) && isset($list[hash('sha256', $token)]);
}

/* Notes one reading. Whatever goes wrong with that, the reader has its answer. */
function note(string $link, int $status): void
{
    $file = fopen(READS, 'c+');
    if ($file === false) {
        return;
    }
    if (flock($file, LOCK_EX)) {
        $size = (int) fstat($file)['size'];
        if ($size > READS_MOST) {
            $kept = tail($file, $size, READS_KEPT);
            ftruncate($file, 0);
            rewind($file);
            fwrite($file, READS_HEAD . ltrim($kept, "\n"));
        } elseif ($size === 0) {
            fwrite($file, READS_HEAD);
        }
        $size = (int) fstat($file)['size'];
        // A number that only grows, whatever the clock does: microseconds.
        $last = preg_match('#\n(\d+)\t[^\n]*\n$#D', tail($file, $size, 1024), $found) ? (int) $found[1] : 0;
        $number = max($last + 1, (int) (microtime(true) * 1000000));
        $agent = preg_replace('#[^\x20-\x7e\x80-\xff]#', ' ', (string) ($_SERVER['HTTP_USER_AGENT'] ?? ''));
        fseek($file, 0, SEEK_END);
        fwrite($file, $number . "\t" . $link . "\t" . $status . "\t" . substr((string) $agent, 0, AGENT_LIMIT) . "\n");
        fflush($file);
        flock($file, LOCK_UN);
    }
    fclose($file);
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
