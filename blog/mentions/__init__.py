"""Mentions by other sites: trackback, pingback and webmention. The protocols' texts are pure; `receiving` takes in what
is announced, `verifying` looks whether it is true."""
