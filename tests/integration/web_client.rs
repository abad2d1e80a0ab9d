//! The built web client, served in the same way by the server (`WEB_ROOT`) and by nginx.

use std::path::Path;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use tempfile::TempDir;

use crate::support::{Client, Nginx, Replica, ReplicaProcess, TestDatabase};

/// Files of a client build. Compressed files name their encoding so that tests can tell them apart.
const FILES: [(&str, &str); 14] = [
    ("index.html", "the page"),
    ("index.html.gz", "the page, gzip"),
    ("index.html.br", "the page, br"),
    ("sw.js", "the worker"),
    ("manifest.webmanifest", "{}"),
    ("assets/app-1a2b.js", "the script"),
    ("assets/app-1a2b.js.gz", "the script, gzip"),
    ("assets/app-1a2b.js.br", "the script, br"),
    ("assets/app-1a2b.css", "the style"),
    ("campus/index.html", "the campus"),
    ("campus/assets/demo-3c4d.js", "the demo"),
    ("shop/index.html", "the shop"),
    ("shop/assets/demo-5e6f.js", "the other demo"),
    ("static/chat.js", "the drop-in script"),
];

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
     manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The caching of files with a hash in their names.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

const HEADERS: [(&str, &str); 5] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(self), geolocation=()",
    ),
];

/// A server and nginx with the same client build.
struct WebClientFixture {
    _database: TestDatabase,
    replica: Replica,
    nginx: Nginx,
    _behind: [Replica; 1],
    root: TempDir,
}

struct FetchedFile {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl FetchedFile {
    fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?;
        Some(value.to_str().expect("ASCII"))
    }
}

impl WebClientFixture {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let root = tempfile::tempdir().expect("a temporary directory");
        write(root.path());
        let web_root = root.path().to_str().expect("UTF-8");
        let replica = Replica::spawn_with(&database, &[("WEB_ROOT", web_root)]).await;
        // The replica behind nginx has no WEB_ROOT.
        let behind = [Replica::spawn(&database).await];
        let nginx = Nginx::spawn(&behind).await;
        write(&nginx.html());
        Self {
            _database: database,
            replica,
            nginx,
            _behind: behind,
            root,
        }
    }

    fn servers(&self) -> [(&'static str, Client); 2] {
        [
            ("server", self.replica.anonymous_client()),
            ("nginx", Client::new(&self.nginx.url)),
        ]
    }
}

fn write(root: &Path) {
    for folder in ["assets", "campus/assets", "shop/assets", "static"] {
        std::fs::create_dir_all(root.join(folder)).expect("the directory is ours");
    }
    for (name, text) in FILES {
        std::fs::write(root.join(name), text).expect("the directory is ours");
    }
}

async fn get(client: &Client, path: &str) -> FetchedFile {
    send(client.request(Method::GET, path)).await
}

async fn send(request: RequestBuilder) -> FetchedFile {
    let response = request.send().await.expect("an answer");
    FetchedFile {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: response.text().await.expect("text"),
    }
}

#[tokio::test]
async fn every_file_has_a_strict_security_policy() {
    let fixture = WebClientFixture::new().await;
    for (server, client) in fixture.servers() {
        for path in [
            "/",
            "/index.html",
            "/chats/7",
            "/sw.js",
            "/manifest.webmanifest",
            "/assets/app-1a2b.js",
            "/assets/none.js",
            "/campus/",
            "/campus/assets/demo-3c4d.js",
            "/static/chat.js",
        ] {
            let file = get(&client, path).await;
            for (name, value) in HEADERS {
                assert_eq!(file.header(name), Some(value), "{server} {path}");
            }
        }
    }
}

#[tokio::test]
async fn hashed_files_are_cached_and_others_revalidated() {
    let fixture = WebClientFixture::new().await;
    for (server, client) in fixture.servers() {
        for (path, kind, caching) in [
            ("/", "text/html", "no-cache"),
            ("/index.html", "text/html", "no-cache"),
            ("/chats/7", "text/html", "no-cache"),
            ("/sw.js", "text/javascript", "no-cache"),
            (
                "/manifest.webmanifest",
                "application/manifest+json",
                "no-cache",
            ),
            ("/assets/app-1a2b.js", "text/javascript", IMMUTABLE),
            ("/assets/app-1a2b.css", "text/css", IMMUTABLE),
            ("/campus/", "text/html", "no-cache"),
            ("/campus/assets/demo-3c4d.js", "text/javascript", IMMUTABLE),
            ("/shop/assets/demo-5e6f.js", "text/javascript", IMMUTABLE),
            (
                "/static/chat.js",
                "text/javascript",
                "public, max-age=300, stale-while-revalidate=86400",
            ),
        ] {
            let file = get(&client, path).await;
            assert_eq!(file.status, 200, "{server} {path}");
            assert_eq!(
                file.header("cache-control"),
                Some(caching),
                "{server} {path}"
            );
            let found = file.header("content-type").expect("a type");
            assert!(found.starts_with(kind), "{server} {path}: {found}");
        }
    }
}

#[tokio::test]
async fn missing_hashed_file_is_an_uncached_404() {
    let fixture = WebClientFixture::new().await;
    for (server, client) in fixture.servers() {
        for path in [
            "/assets/app-0000.js",
            "/assets/",
            "/assets/../assets/x",
            "/campus/assets/demo-0000.js",
            "/shop/assets/demo-0000.js",
            "/static/chat-0000.js",
        ] {
            let request = client.request(Method::GET, path);
            let file = send(request.header("accept", "text/html")).await;
            assert_eq!(file.status, 404, "{server} {path}");
            assert!(!file.body.starts_with("the "), "{server} {path}");
            assert_eq!(file.header("cache-control"), None, "{server} {path}");
        }
    }
}

#[tokio::test]
async fn navigation_to_any_app_path_serves_index_html() {
    let fixture = WebClientFixture::new().await;
    for (server, client) in fixture.servers() {
        for (method, accept, status) in [
            (
                Method::GET,
                "text/html,application/xhtml+xml,*/*;q=0.8",
                200,
            ),
            (Method::GET, "*/*", 200),
            (Method::HEAD, "text/html", 200),
            (Method::GET, "image/png", 404),
            (Method::GET, "application/json", 404),
        ] {
            let request = client.request(method.clone(), "/chats/7");
            let file = send(request.header("accept", accept)).await;
            assert_eq!(file.status, status, "{server} {method} {accept}");
            let is_page = status == 200 && method == Method::GET;
            assert_eq!(file.body == "the page", is_page, "{server} {accept}");
        }
        let posted = send(client.request(Method::POST, "/chats/7")).await;
        assert!((400..500).contains(&posted.status), "{server}");
    }
}

#[tokio::test]
async fn each_built_demo_serves_its_own_page() {
    let fixture = WebClientFixture::new().await;
    let pages = [
        ("/campus", "the campus"),
        ("/campus/", "the campus"),
        ("/campus/anywhere", "the campus"),
        ("/campuses", "the page"),
        ("/shop/", "the shop"),
        ("/shopping", "the page"),
    ];
    for (server, client) in fixture.servers() {
        for (path, page) in pages {
            let file = get(&client, path).await;
            assert_eq!((file.status, &*file.body), (200, page), "{server} {path}");
        }
    }
    for folder in [fixture.root.path(), &fixture.nginx.html()] {
        std::fs::remove_dir_all(folder.join("campus")).expect("the directory is ours");
    }
    for (server, client) in fixture.servers() {
        let file = get(&client, "/campus/").await;
        assert_eq!((file.status, &*file.body), (200, "the page"), "{server}");
    }
}

#[tokio::test]
async fn only_static_scripts_can_be_loaded_cross_origin() {
    let fixture = WebClientFixture::new().await;
    for (server, client) in fixture.servers() {
        for (path, policy, readers) in [
            ("/static/chat.js", Some("cross-origin"), Some("*")),
            ("/assets/app-1a2b.js", None, None),
            ("/", None, None),
        ] {
            let request = client.request(Method::GET, path);
            let file = send(request.header("origin", "https://shop.example")).await;
            let found = (
                file.header("cross-origin-resource-policy"),
                file.header("access-control-allow-origin"),
            );
            assert_eq!(found, (policy, readers), "{server} {path}");
        }
    }
}

#[tokio::test]
async fn precompressed_files_are_served_to_clients_that_accept_them() {
    let fixture = WebClientFixture::new().await;
    for (server, client) in fixture.servers() {
        for (path, plain) in [
            ("/", "the page"),
            ("/chats/7", "the page"),
            ("/assets/app-1a2b.js", "the script"),
        ] {
            for (accepted, encoding) in [
                ("identity", None),
                ("gzip, deflate", Some("gzip")),
                ("gzip, br", Some("br")),
            ] {
                // nginx sends the Brotli files of scripts alone.
                let is_gzipped = server == "nginx" && plain == "the page";
                let encoding = encoding.map(|name| if is_gzipped { "gzip" } else { name });
                let request = client.request(Method::GET, path);
                let file = send(request.header("accept-encoding", accepted)).await;
                let what = format!("{server} {path} {accepted}");
                assert_eq!(file.header("content-encoding"), encoding, "{what}");
                let body = encoding.map_or(plain.into(), |name| format!("{plain}, {name}"));
                assert_eq!(file.body, body, "{what}");
                let vary = file.header("vary").unwrap_or_default().to_lowercase();
                assert!(vary.contains("accept-encoding"), "{what}: {vary}");
            }
        }
    }
}

#[tokio::test]
async fn api_routes_take_precedence_over_the_web_client() {
    let fixture = WebClientFixture::new().await;
    for (server, client) in fixture.servers() {
        for path in ["/api/none", "/api/", "/api/chats/none/none"] {
            let request = client.request(Method::GET, path);
            let file = send(request.header("accept", "text/html")).await;
            assert_eq!(file.status, 404, "{server} {path}");
            assert!(file.body.contains("no_such_route"), "{server} {path}");
        }
        let docs = get(&client, "/api/docs/").await;
        assert_eq!(docs.status, 200, "{server}");
        let policy = docs.header("content-security-policy").unwrap_or_default();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{server}: {policy}"
        );
        assert!(
            policy.ends_with("frame-ancestors 'none'"),
            "{server}: {policy}"
        );
        assert_eq!(docs.header("x-frame-options"), Some("DENY"), "{server}");
        assert_eq!(get(&client, "/health").await.status, 200, "{server}");
    }
}

#[tokio::test]
async fn static_scripts_without_a_web_root_name_the_setting() {
    let database = TestDatabase::new().await;
    let replica = ReplicaProcess::spawn(&database).await;
    for path in ["/static/chat.js", "/static/seller-chats.js"] {
        let refused = replica.anonymous_client().get(path).await;
        assert_eq!((refused.status, refused.code()), (404, "no_such_route"));
        let detail = refused.body["detail"].as_str().unwrap_or_default();
        assert!(detail.contains("WEB_ROOT is not set"), "{detail}");
    }
    let log = replica.flushed_log().await;
    assert_eq!(log.matches("WEB_ROOT is not set").count(), 1, "{log}");
}
