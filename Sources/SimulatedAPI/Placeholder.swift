import Hummingbird
let router = 1
