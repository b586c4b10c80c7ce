"""Cities that invented clinics stand in, with one ZIP code and a rough middle of it.

The cities are real, so that a search by place finds something. The streets are not.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SamplePlace:
    city: str
    state: str
    postal_code: str
    latitude: float
    longitude: float
    area_code: str

    @property
    def name(self) -> str:
        return f"{self.city}, {self.state}"


_TABLE = """
Denver|CO|80202|39.752|-104.998|303
New York|NY|10001|40.751|-73.997|212
Los Angeles|CA|90012|34.061|-118.239|213
Chicago|IL|60601|41.886|-87.622|312
Houston|TX|77002|29.757|-95.365|713
Phoenix|AZ|85004|33.451|-112.070|602
Philadelphia|PA|19103|39.953|-75.174|215
San Diego|CA|92101|32.719|-117.163|619
Dallas|TX|75201|32.788|-96.799|214
Austin|TX|78701|30.270|-97.742|512
Washington|DC|20001|38.910|-77.018|202
Boston|MA|02108|42.358|-71.065|617
Seattle|WA|98101|47.611|-122.335|206
Portland|OR|97201|45.507|-122.690|503
Minneapolis|MN|55401|44.984|-93.270|612
Atlanta|GA|30303|33.753|-84.389|404
Miami|FL|33130|25.768|-80.204|305
Tampa|FL|33602|27.952|-82.457|813
Orlando|FL|32801|28.542|-81.377|407
Charlotte|NC|28202|35.228|-80.845|704
Raleigh|NC|27601|35.774|-78.634|919
Nashville|TN|37203|36.149|-86.790|615
Memphis|TN|38103|35.144|-90.048|901
Louisville|KY|40202|38.253|-85.752|502
Columbus|OH|43215|39.967|-83.004|614
Cleveland|OH|44113|41.483|-81.698|216
Detroit|MI|48226|42.331|-83.050|313
Grand Rapids|MI|49503|42.967|-85.655|616
Indianapolis|IN|46204|39.771|-86.157|317
Milwaukee|WI|53202|43.051|-87.897|414
Madison|WI|53703|43.078|-89.376|608
St. Louis|MO|63101|38.631|-90.192|314
Kansas City|MO|64105|39.102|-94.597|816
Omaha|NE|68102|41.260|-95.934|402
Des Moines|IA|50309|41.588|-93.621|515
Tulsa|OK|74103|36.156|-95.995|918
Oklahoma City|OK|73102|35.471|-97.519|405
Little Rock|AR|72201|34.749|-92.282|501
New Orleans|LA|70112|29.956|-90.077|504
Birmingham|AL|35203|33.521|-86.810|205
Jackson|MS|39201|32.293|-90.185|601
Charleston|SC|29401|32.780|-79.938|843
Richmond|VA|23219|37.541|-77.436|804
Baltimore|MD|21201|39.295|-76.625|410
Wilmington|DE|19801|39.738|-75.550|302
Newark|NJ|07102|40.736|-74.172|973
Hartford|CT|06103|41.767|-72.674|860
Providence|RI|02903|41.818|-71.409|401
Manchester|NH|03101|42.992|-71.465|603
Burlington|VT|05401|44.484|-73.222|802
Portland|ME|04101|43.661|-70.258|207
Pittsburgh|PA|15222|40.448|-79.992|412
Charleston|WV|25301|38.350|-81.631|304
Salt Lake City|UT|84101|40.756|-111.899|801
Boise|ID|83702|43.632|-116.205|208
Billings|MT|59101|45.774|-108.500|406
Cheyenne|WY|82001|41.143|-104.795|307
Fargo|ND|58102|46.920|-96.815|701
Sioux Falls|SD|57104|43.554|-96.733|605
Wichita|KS|67202|37.689|-97.335|316
Albuquerque|NM|87102|35.082|-106.648|505
Santa Fe|NM|87501|35.702|-105.974|505
Las Vegas|NV|89101|36.174|-115.124|702
Reno|NV|89501|39.526|-119.813|775
Sacramento|CA|95814|38.580|-121.494|916
San Francisco|CA|94103|37.773|-122.411|415
Oakland|CA|94612|37.808|-122.269|510
Spokane|WA|99201|47.666|-117.437|509
Eugene|OR|97401|44.068|-123.082|541
Anchorage|AK|99501|61.216|-149.877|907
Honolulu|HI|96813|21.318|-157.852|808
Scottsdale|AZ|85251|33.494|-111.921|480
Tucson|AZ|85701|32.217|-110.971|520
San Antonio|TX|78205|29.424|-98.487|210
Buffalo|NY|14202|42.887|-78.878|716
Lakewood|CO|80226|39.711|-105.078|303
Aurora|CO|80012|39.699|-104.838|303
Englewood|CO|80110|39.647|-105.004|303
Littleton|CO|80120|39.599|-105.004|303
Boulder|CO|80302|40.017|-105.285|303
Colorado Springs|CO|80903|38.834|-104.821|719
"""

PLACES = tuple(
    SamplePlace(city, state, postal_code, float(latitude), float(longitude), area_code)
    for city, state, postal_code, latitude, longitude, area_code in (
        line.split("|") for line in _TABLE.strip().splitlines()
    )
)
PLACE_NAMED = {place.name: place for place in PLACES}
# Where more than one clinic is near, so that searching by distance shows something.
BUSY = (
    "Denver, CO",
    "Los Angeles, CA",
    "New York, NY",
    "Chicago, IL",
    "Houston, TX",
    "Portland, OR",
    "Boston, MA",
    "Washington, DC",
    "Phoenix, AZ",
    "Atlanta, GA",
    "Colorado Springs, CO",
    "Seattle, WA",
)


def place_of(number: int) -> SamplePlace:
    """Every third clinic is in a busy place; the others visit the whole table."""
    if number % 3 == 0:
        return PLACE_NAMED[BUSY[number // 3 % len(BUSY)]]
    return PLACES[(number - number // 3 - 1) % len(PLACES)]
