-- The same stream of different people for every server: no two calls are retries of one another.
local number = 0
local seed = 0
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end
function init(args)
  math.randomseed(os.time() + seed * 7919)
  seed = math.random(1, 1000000000)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Basic ZW50cmE6YmVuY2gtcGFzc3dvcmQ="
end
function request()
  number = number + 1
  local body = '{"email":"person.' .. seed .. "." .. number .. '@atelier-' .. (number % 5000) .. '.example",' ..
    '"identities":[{"signInType":"federated","issuer":"facebook.com","issuerAssignedId":"' .. seed .. number .. '"}],' ..
    '"displayName":"Mireille Caron","givenName":"Mireille","surname":"Caron","jobTitle":"Buyer",' ..
    '"streetAddress":"14 quai des Brumes","city":"Annecy","postalCode":"74000","state":"Haute-Savoie",' ..
    '"country":"France","extension_9f3b6c1d2e4a4f7c8b5a6d7e8f901234_BadgeCode":"LUM-20931","ui_locales":"fr-FR"}'
  return wrk.format("POST", "/endpoints/bench", nil, body)
end
